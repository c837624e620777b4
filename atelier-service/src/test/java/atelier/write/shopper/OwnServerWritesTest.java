package atelier.write.shopper;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.RunningService.Service;
import atelier.testing.ServerProcesses;
import atelier.testing.Shopper;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes to a PostgreSQL that stops responding or is killed. */
@FullTier("a server of its own for each test, which stops responding or is killed")
class OwnServerWritesTest {
    private static final Path FIXTURE = Path.of("src/test/resources/fixture");
    private static final String QUESTION = "{\"product_id\":1,\"body\":\"Warm?\"}";

    @TempDir
    private Path directory;

    @Test
    void whatWasAnsweredIsThereAfterTheServerWasKilled() throws Exception {
        int written = 50;
        Map<String, String> settings = Map.of("ATELIER_DATA", directory.toString(), "DEMO_PRODUCTS", "5");
        try (Program node = Program.start(settings, "server", "../config.yml").awaitAnswer()) {
            Shopper shopper = new Shopper(node.port());
            for (int number = 0; number < written; number++) {
                assertThat(shopper.post("/qa/questions", QUESTION).statusCode()).isEqualTo(201);
            }
            ServerProcesses.signal("-KILL", ServerProcesses.of(directory));
            node.kill();
        }

        try (Service service = Service.embedded(directory)) {
            assertThat(service.query("SELECT count(*) FROM questions.question WHERE body = 'Warm?'"))
                    .isEqualTo(Integer.toString(written));
        }
    }

    @Test
    void writesToAStoppedServerGet503InTimeAndCachedReadsGoOn() throws Exception {
        try (Service service = Service.embedded(directory)) {
            service.importFrom(FIXTURE);
            Shopper shopper = new Shopper(service.port());
            assertThat(shopper.post("/qa/questions", QUESTION).statusCode()).isEqualTo(201);
            assertThat(service.get("/products/1").statusCode()).isEqualTo(200);
            List<String> server = ServerProcesses.of(directory);

            ServerProcesses.signal("-STOP", server);
            try {
                long start = System.nanoTime();
                List<CompletableFuture<HttpResponse<String>>> writes = new ArrayList<>();
                for (int number = 0; number < 100; number++) {
                    writes.add(shopper.sendAsync("POST", "/qa/questions", BodyPublishers.ofString(QUESTION)));
                }
                for (int number = 0; number < 50; number++) {
                    assertThat(service.get("/products/1").statusCode()).isEqualTo(200);
                }
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
                writes.forEach(write -> assertThat(write.join().statusCode()).isEqualTo(503));
                // Those that have begun end with the socket's limit of 3 s, and then fail to open a connection within 2
                // s.
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(12));
            } finally {
                ServerProcesses.signal("-CONT", server);
            }

            Program.await(
                    "the recovery",
                    () -> shopper.post("/qa/questions", QUESTION).statusCode() == 201);
        }
    }
}
