package atelier.http;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.http.MalformedRequests.Malformed;
import atelier.testing.FullTier;
import atelier.testing.RawConnection;
import atelier.testing.RawConnection.Answer;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sends some 24,000 malformed requests to the service, and checks every response against the contract. */
@ExtendWith(RunningService.class)
@FullTier("thousands of requests")
final class MalformedRequestsTest {
    private static final int CONNECTIONS = 8;
    private static final int REQUESTS_PER_CONNECTION = 3_000;
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);

    private static final Pattern LEAK = Pattern.compile(
            "Exception|org\\.eclipse|org\\.glassfish|jakarta|javax?\\.|jersey|jetty|\\bat [\\w.$]+\\(|Caused by|SELECT |\\.java",
            Pattern.CASE_INSENSITIVE);

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> answers = new ConcurrentSkipListMap<>();

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void everyMalformedRequestGetsAResponseByTheContract(Service service) throws InterruptedException {
        long start = System.nanoTime();
        List<Thread> clients = new ArrayList<>();
        for (int seed = 1; seed <= CONNECTIONS; seed++) {
            MalformedRequests requests = new MalformedRequests(seed);
            Thread client = new Thread(() -> new Client(service.port()).run(requests));
            client.start();
            clients.add(client);
        }
        for (Thread client : clients) {
            client.join();
        }

        System.out.printf(
                "%,d malformed requests in %.1f s; answers: %s%n",
                CONNECTIONS * REQUESTS_PER_CONNECTION, (System.nanoTime() - start) / 1e9, answers);
        assertThat(faults).isEmpty();
        assertThat(service.get("/products/1").statusCode()).isEqualTo(200);
        assertThat(service.get("/products/1").body()).startsWith("{\"id\":1,\"campus\":\"hr-lax\",");
    }

    /** Sends its share over one connection until the service closes it, then over the next. */
    private final class Client {
        private final int port;
        private @Nullable RawConnection kept;

        Client(int port) {
            this.port = port;
        }

        void run(MalformedRequests requests) {
            for (int i = 0; i < REQUESTS_PER_CONNECTION && faults.size() < 20; i++) {
                Malformed request = requests.next();
                try {
                    List<Answer> received = request.isWhole() ? sendKept(request) : sendAlone(request);
                    if (received.isEmpty()) {
                        answers.merge("none", 1, Integer::sum);
                        check(request.mayBeSilent(), request, "there was no answer");
                    }
                    received.forEach(answer -> check(request, answer));
                } catch (SocketTimeoutException e) {
                    faults.add("No response within " + LONGEST_ANSWER + " to " + request);
                    kept = null;
                } catch (IOException | RuntimeException e) {
                    faults.add(e + " at " + request);
                    kept = null;
                }
            }
        }

        private List<Answer> sendKept(Malformed request) throws IOException {
            RawConnection connection = kept;
            Answer answer = null;
            if (connection != null) {
                answer = exchange(connection, request);
            }
            if (answer == null) {
                // The service may close an idle connection at any time, but it must respond on a new one.
                connection = new RawConnection(port, LONGEST_ANSWER);
                answer = exchange(connection, request);
            }
            kept = connection;
            if (connection != null && (answer == null || answer.isLast())) {
                connection.close();
                kept = null;
            }
            return answer == null ? List.of() : List.of(answer);
        }

        private @Nullable Answer exchange(RawConnection connection, Malformed request) throws IOException {
            try {
                connection.send(request.characters());
            } catch (IOException closedMeanwhile) {
                return null;
            }
            return connection.read(request.isHead());
        }

        private List<Answer> sendAlone(Malformed request) throws IOException {
            List<Answer> received = new ArrayList<>();
            try (RawConnection connection = new RawConnection(port, LONGEST_ANSWER)) {
                connection.send(request.characters()).end();
                for (Answer answer = connection.read(request.isHead());
                        answer != null;
                        answer = connection.read(false)) {
                    received.add(answer);
                }
            }
            return received;
        }
    }

    private void check(Malformed request, Answer answer) {
        int status = answer.status();
        answers.merge(Integer.toString(status), 1, Integer::sum);
        String type = String.valueOf(answer.header("content-type"));
        check(status < 500, request, answer);
        check(status < 300 || status == 304 || status >= 400, request, answer);
        check(!LEAK.matcher(answer.toString()).find(), request, answer);
        if (status >= 400) {
            check(type.equals("application/json"), request, answer);
            check(request.isHead() || isErrorBody(status, answer.body()), request, answer);
        } else if (status == 200) {
            check(type.equals("application/json") || type.startsWith("text/plain"), request, answer);
        }
    }

    private static boolean isErrorBody(int status, String body) {
        try {
            Map<?, ?> error = JSON.readValue(body, TreeMap.class);
            return body.startsWith("{\"code\":" + status + ",\"message\":\"")
                    && error.size() == 2
                    && error.get("message") instanceof String message
                    && !message.isBlank();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private void check(boolean holds, Malformed request, Object answer) {
        if (!holds) {
            faults.add(request + " got " + answer);
        }
    }
}
