package atelier.http;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.http.MalformedRequests.Malformed;
import atelier.testing.FullTier;
import atelier.testing.RawConnection;
import atelier.testing.RawConnection.RawResponse;
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
import java.util.Locale;
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
    private static final Duration RESPONSE_LIMIT = Duration.ofSeconds(5);

    private static final Pattern LEAK = Pattern.compile(
            "Exception|org\\.eclipse|org\\.glassfish|jakarta|javax?\\.|jersey|jetty|\\bat [\\w.$]+\\(|Caused by|SELECT |\\.java",
            Pattern.CASE_INSENSITIVE);

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> responses = new ConcurrentSkipListMap<>();

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
                Locale.ROOT,
                "%,d malformed requests in %.1f s; responses: %s%n",
                CONNECTIONS * REQUESTS_PER_CONNECTION,
                (System.nanoTime() - start) / 1e9,
                responses);
        assertThat(faults).isEmpty();
        assertThat(service.get("/products/1").statusCode()).isEqualTo(200);
        assertThat(service.get("/products/1").body()).startsWith("{\"id\":1,\"campus\":\"hr-lax\",");
    }

    /** Sends its share over one connection until the service closes it, then over the next. */
    private final class Client {
        private final int port;
        private @Nullable RawConnection open;

        Client(int port) {
            this.port = port;
        }

        void run(MalformedRequests requests) {
            for (int i = 0; i < REQUESTS_PER_CONNECTION && faults.size() < 20; i++) {
                Malformed request = requests.next();
                try {
                    List<RawResponse> received = request.isWhole() ? sendOnOpenConnection(request) : sendAlone(request);
                    if (received.isEmpty()) {
                        responses.merge("none", 1, Integer::sum);
                        check(request.mayBeSilent(), request, "there was no response");
                    }
                    received.forEach(response -> check(request, response));
                } catch (SocketTimeoutException e) {
                    faults.add("No response within " + RESPONSE_LIMIT + " to " + request);
                    open = null;
                } catch (IOException | RuntimeException e) {
                    faults.add(e + " at " + request);
                    open = null;
                }
            }
        }

        private List<RawResponse> sendOnOpenConnection(Malformed request) throws IOException {
            RawConnection connection = open;
            RawResponse response = null;
            if (connection != null) {
                response = exchange(connection, request);
            }
            if (response == null) {
                // The service may close an idle connection at any time, but it must respond on a new one.
                connection = new RawConnection(port, RESPONSE_LIMIT);
                response = exchange(connection, request);
            }
            open = connection;
            if (connection != null && (response == null || response.isLast())) {
                connection.close();
                open = null;
            }
            return response == null ? List.of() : List.of(response);
        }

        private @Nullable RawResponse exchange(RawConnection connection, Malformed request) throws IOException {
            try {
                connection.send(request.characters());
            } catch (IOException closedMeanwhile) {
                return null;
            }
            return connection.read(request.isHead());
        }

        private List<RawResponse> sendAlone(Malformed request) throws IOException {
            List<RawResponse> received = new ArrayList<>();
            try (RawConnection connection = new RawConnection(port, RESPONSE_LIMIT)) {
                connection.send(request.characters()).end();
                for (RawResponse response = connection.read(request.isHead());
                        response != null;
                        response = connection.read(false)) {
                    received.add(response);
                }
            }
            return received;
        }
    }

    private void check(Malformed request, RawResponse response) {
        int status = response.status();
        responses.merge(Integer.toString(status), 1, Integer::sum);
        String type = String.valueOf(response.header("content-type"));
        check(status < 500, request, response);
        check(status < 300 || status == 304 || status >= 400, request, response);
        check(!LEAK.matcher(response.toString()).find(), request, response);
        if (status >= 400) {
            check(type.equals("application/json"), request, response);
            check(request.isHead() || isErrorBody(status, response.body()), request, response);
        } else if (status == 200) {
            // GET / is a page for clients that accept HTML.
            check(type.equals("application/json") || type.matches("text/(plain|html).*"), request, response);
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

    private void check(boolean holds, Malformed request, Object response) {
        if (!holds) {
            faults.add(request + " got " + response);
        }
    }
}
