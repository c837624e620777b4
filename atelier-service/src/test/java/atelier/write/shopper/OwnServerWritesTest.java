package atelier.write.shopper;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.RunningService.Service;
import atelier.testing.ServerProcesses;
import atelier.testing.Shopper;
import io.dropwizard.testing.ConfigOverride;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
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

    /** nginx waits for a read one second, and for a write six. */
    @Test
    void eachRouteOfAStoppedServerRespondsInTimeWith503() throws Exception {
        String token = "0123456789abcdef0123456789abcdef";
        try (Service service = Service.embedded(
                directory,
                ConfigOverride.config("changes.tokens", "alice:" + token),
                ConfigOverride.config("cache.size", "0B"))) {
            service.importFrom(FIXTURE);
            Shopper shopper = new Shopper(service.port());
            List<String> reads = new ArrayList<>(List.of("/cart", "/reported"));
            service.readRoutes()
                    .forEach(route -> reads.add(route.template().replaceAll("\\{\\w+}", "5")
                            + (route.needed().contains("product_id")
                                            && !route.template().contains("{")
                                    ? "?product_id=5"
                                    : "")));
            // So that each pool has a connection, which then hangs.
            for (String read : reads) {
                assertThat(service.get(read, "Authorization", "Bearer " + token).statusCode())
                        .as(read)
                        .isEqualTo(200);
            }
            assertThat(shopper.post("/qa/questions", QUESTION).statusCode()).isEqualTo(201);
            List<String> server = ServerProcesses.of(directory);

            ServerProcesses.signal("-STOP", server);
            try {
                for (String read : reads) {
                    assertUnavailable(
                            "GET " + read,
                            Duration.ofSeconds(2),
                            () -> service.get(read, "Authorization", "Bearer " + token));
                }
                for (ShopperRoute route : service.shopperRoutes()) {
                    if (route.isWrite()) {
                        String path = route.template().replaceAll("\\{\\w+}", "5");
                        String form =
                                "{\"product_id\":1,\"rating\":3,\"sku_id\":1,\"element\":\"a\",\"widget\":\"b\",\"time\":\"c\"}";
                        assertUnavailable(
                                route.toString(),
                                Duration.ofSeconds(5),
                                () -> shopper.send(route.method(), path, BodyPublishers.ofString(form)));
                    }
                }
            } finally {
                ServerProcesses.signal("-CONT", server);
            }
        }
    }

    private static void assertUnavailable(String request, Duration limit, Supplier<HttpResponse<String>> response) {
        long start = System.nanoTime();
        HttpResponse<String> received = response.get();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(request).isLessThan(limit);
        assertThat(received.statusCode()).as(request).isEqualTo(503);
        assertThat(received.headers().firstValue("Retry-After")).as(request).hasValue("1");
        assertThat(received.body()).as(request).startsWith("{\"code\":503,");
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
                // Those that have begun end with the limit of writes, 3 s. A busy machine may add some.
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            } finally {
                ServerProcesses.signal("-CONT", server);
            }

            Program.await(
                    "the recovery",
                    () -> shopper.post("/qa/questions", QUESTION).statusCode() == 201);
        }
    }
}
