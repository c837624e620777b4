package atelier.perf.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.perf.parallel.BesideOthers;
import atelier.perf.result.ServerFigures;
import atelier.perf.settings.UsageException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The packaged service while it runs. Without its jar these tests fail, and the message says how to build it. */
@BesideOthers
@ResourceLock("target/embedded-it")
class EmbeddedServiceIT {
    private static final Path PROJECT = Path.of("..");
    /** Kept between tests, as between runs, so that only the first start fills the database. */
    private static final Path FOLDER = Path.of("target/embedded-it");

    private static final Map<String, String> SETTINGS =
            Map.of("DEMO_PRODUCTS", "100", "JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");

    private static EmbeddedService service;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        service = EmbeddedService.start(PROJECT, FOLDER, SETTINGS);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void respondsOnBothPorts() throws Exception {
        assertThat(status(service.baseUrl() + "/products/100")).isEqualTo(200);
        assertThat(status("http://" + service.adminAddress() + "/ping")).isEqualTo(200);
    }

    @Test
    void metricsCountTheRequestsOfTheWindow() throws Exception {
        ServerMetrics metrics = ServerMetrics.of(service.adminAddress());
        ServerMetrics.Reading before = metrics.read().join();

        for (int request = 0; request < 40; request++) {
            status(service.baseUrl() + "/products/" + (51 + request % 20));
        }
        status(service.baseUrl() + "/products/1001");

        // The service counts a response just after it was sent.
        Waiting.until(
                "the last response is counted",
                () -> read(metrics, before).figures().getOrDefault("requests", 0.0) >= 41);
        ServerFigures figures = read(metrics, before);
        assertThat(figures.problem()).isEmpty();
        assertThat(figures.node()).isEqualTo(service.adminAddress());
        assertThat(figures.figures())
                .containsEntry("requests", 41.0)
                .containsEntry("responses 2xx", 40.0)
                .containsEntry("responses 4xx", 1.0)
                .containsEntry("responses 5xx", 0.0)
                .containsEntry("cache hits", 20.0)
                .containsEntry("cache misses", 21.0)
                .containsEntry("pool borrowed", 21.0)
                .containsEntry("log errors", 0.0);
        assertThat(figures.figures())
                .as("timers of routes and statements")
                .containsEntry("/products/{product_id} count", 41.0)
                .containsEntry("DocumentDao.find count", 21.0);
        assertThat(figures.figures().get("/products/{product_id} mean ms")).isBetween(0.001, 10_000.0);
        assertThat(figures.figures().get("DocumentDao.find mean ms")).isBetween(0.001, 10_000.0);
        assertThat(figures.figures().get("CPU µs per request")).isBetween(10.0, 10_000_000.0);
        if (Files.exists(Path.of("/proc/self/schedstat"))) {
            assertThat(figures.figures()).containsKeys("CPU ms of compilers", "PostgreSQL CPU ms");
        }
        assertThat(figures.figures())
                .containsKeys(
                        "GC count",
                        "GC ms",
                        "heap MB before",
                        "heap MB after",
                        "heap MB at most",
                        "threads after",
                        "pool active after",
                        "pool waiting after",
                        "pool size after",
                        "log warnings",
                        "cache evictions",
                        "CPU cores");
    }

    @Test
    void interruptOfTheTerminalDoesNotEndTheService() throws Exception {
        for (ProcessHandle process : processes()) {
            signal("INT", process.pid());
        }

        // An ignored signal has no effect to wait for; a JVM that obeys it refuses connections within this second.
        for (int request = 0; request < 50; request++) {
            assertThat(status(service.baseUrl() + "/products/1")).isEqualTo(200);
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(processes()).allMatch(ProcessHandle::isAlive);
    }

    @Test
    void secondRunWithTheSameFolderIsRefused() throws Exception {
        assertThatThrownBy(() -> EmbeddedService.start(PROJECT, FOLDER, SETTINGS))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("Another run with -Dtarget=embedded uses")
                .hasMessageContaining("embedded-it.lock");

        assertThat(status(service.baseUrl() + "/products/1")).isEqualTo(200);
    }

    private static ServerFigures read(ServerMetrics metrics, ServerMetrics.Reading before) {
        return metrics.read().join().since(before).get(0);
    }

    private int status(String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(service.process()), service.process().descendants())
                .toList();
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }
}
