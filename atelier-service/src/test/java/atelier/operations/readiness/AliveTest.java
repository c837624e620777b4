package atelier.operations.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.testing.Program;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A supervisor restarts or replaces a node that is not alive. If the database is at fault, that would make things worse. */
@ExtendWith(RunningService.class)
class AliveTest {
    @Test
    void aliveAndReadyWhileAllRequestsWaitForTheDatabase(Service service) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        CompletableFuture<?>[] requests;
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("LOCK TABLE catalogue.document IN ACCESS EXCLUSIVE MODE");
            // More requests than the service has workers, half of them with a body, which only Jersey reads.
            requests = IntStream.range(2_000, 2_200)
                    .mapToObj(id -> ask(client, service, "/products/" + id, id % 2 == 0 ? "{}" : ""))
                    .toArray(CompletableFuture<?>[]::new);
            Program.await("a lookup waits for the lock", () -> waits(service));

            for (String type : List.of("alive", "ready")) {
                assertThat(ask(client, service, "/health-check?type=" + type, "")
                                .get())
                        .extracting(HttpResponse::statusCode)
                        .isEqualTo(200);
            }
            connection.rollback();
        }
        CompletableFuture.allOf(requests).get();
    }

    private static boolean waits(Service service) {
        return !service.query("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND wait_event_type = 'Lock'")
                .equals("0");
    }

    /** The balancer in ec2/balancer.tf waits for 5 s. */
    private static CompletableFuture<HttpResponse<Void>> ask(
            HttpClient client, Service service, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + path))
                .timeout(Duration.ofSeconds(5))
                .method("GET", HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.sendAsync(request, BodyHandlers.discarding());
    }
}
