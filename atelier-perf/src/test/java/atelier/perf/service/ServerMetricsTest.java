package atelier.perf.service;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.result.ServerFigures;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServerMetricsTest {
    private static final String BEFORE = """
            {"gauges": {
               "jvm.attribute.uptime": {"value": 5000},
               "jvm.cpu.nanoseconds": {"value": 1000000000},
               "jvm.gc.G1-Old-Generation.count": {"value": 1}, "jvm.gc.G1-Old-Generation.time": {"value": 100},
               "jvm.gc.G1-Young-Generation.count": {"value": 9}, "jvm.gc.G1-Young-Generation.time": {"value": 50},
               "jvm.memory.heap.used": {"value": 70000000},
               "response_cache_requests.hits": {"value": 10},
               "response_cache_requests.misses": {"value": 10}},
             "meters": {
               "io.dropwizard.jetty.MutableServletContextHandler.2xx-responses": {"count": 100},
               "io.dropwizard.jetty.MutableServletContextHandler.5xx-responses": {"count": 3}},
             "timers": {
               "io.dropwizard.jetty.MutableServletContextHandler.requests": {"count": 103},
               "atelier.product.StyleResource.find":
                 {"count": 50, "mean": 0.001, "duration_units": "seconds"},
               "atelier.product.ProductResource.find":
                 {"count": 50, "mean": 0.001, "duration_units": "seconds"}}}
            """;

    private static final String AFTER = """
            {"gauges": {
               "jvm.attribute.uptime": {"value": 15000},
               "jvm.cpu.nanoseconds": {"value": 6000000000},
               "jvm.gc.G1-Old-Generation.count": {"value": 2}, "jvm.gc.G1-Old-Generation.time": {"value": 150},
               "jvm.gc.G1-Young-Generation.count": {"value": 14}, "jvm.gc.G1-Young-Generation.time": {"value": 75},
               "jvm.memory.heap.used": {"value": 90000000},
               "percent-4xx-15m": {"value": "NaN"}, "jvm.threads.count": {"value": null},
               "response_cache_requests.hits": {"value": 40},
               "response_cache_requests.misses": {"value": 20}},
             "meters": {
               "io.dropwizard.jetty.MutableServletContextHandler.2xx-responses": {"count": 1098},
               "io.dropwizard.jetty.MutableServletContextHandler.404-responses": {"count": 2},
               "io.dropwizard.jetty.MutableServletContextHandler.5xx-responses": {"count": 3}},
             "timers": {
               "io.dropwizard.jetty.MutableServletContextHandler.requests": {"count": 1103},
               "atelier.product.StyleResource.find":
                 {"count": 50, "mean": 0.001, "duration_units": "seconds"},
               "atelier.product.ProductResource.find.total":
                 {"count": 950, "mean": 0.003, "duration_units": "seconds"},
               "atelier.product.ProductResource.find":
                 {"count": 1050, "mean": 0.0025, "duration_units": "seconds"}}}
            """;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer node;
    private volatile int status = 200;
    private volatile String body = BEFORE;
    private volatile boolean hangs;

    @BeforeEach
    void startNode() throws IOException {
        node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.setExecutor(threads);
        node.createContext("/metrics", exchange -> {
            exchange.sendResponseHeaders(status, 0);
            try (OutputStream stream = exchange.getResponseBody()) {
                stream.write(body.getBytes(StandardCharsets.UTF_8));
                stream.flush();
                if (hangs) {
                    end.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        node.start();
    }

    @AfterEach
    void stopNode() {
        end.countDown();
        node.stop(0);
        threads.shutdownNow();
    }

    @Test
    void figuresAreTheDifferenceOverTheWindow() {
        ServerMetrics metrics = ServerMetrics.of(" " + address() + " ,");
        ServerMetrics.Reading before = metrics.read().join();
        body = AFTER;

        List<ServerFigures> figures = metrics.read().join().since(before);

        assertThat(figures).hasSize(1);
        assertThat(figures.get(0).node()).isEqualTo(address());
        assertThat(figures.get(0).problem()).isEmpty();
        assertThat(figures.get(0).figures())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("requests", 1000.0),
                        Map.entry("responses 2xx", 998.0),
                        Map.entry("responses 404", 2.0),
                        Map.entry("responses 5xx", 0.0),
                        Map.entry("ProductResource.find count", 1000.0),
                        Map.entry("ProductResource.find mean ms", 2.5),
                        Map.entry("GC count", 6.0),
                        Map.entry("GC ms", 75.0),
                        Map.entry("heap MB before", 70.0),
                        Map.entry("heap MB after", 90.0),
                        Map.entry("cache hits", 30.0),
                        Map.entry("cache misses", 10.0),
                        Map.entry("cache hit ratio", 0.75),
                        Map.entry("CPU ms", 5000.0),
                        Map.entry("CPU µs per request", 5000.0),
                        Map.entry("CPU cores", 0.5)));
    }

    @Test
    void noAddressesMeanNoFigures() {
        ServerMetrics metrics = ServerMetrics.of("");

        assertThat(metrics.read().join().since(metrics.read().join())).isEmpty();
    }

    @Test
    void restartedNodeHasNoFigures() {
        ServerMetrics metrics = ServerMetrics.of(address());
        body = AFTER;
        ServerMetrics.Reading before = metrics.read().join();
        body = BEFORE;

        ServerFigures figures = metrics.read().join().since(before).get(0);

        assertThat(figures.figures()).isEmpty();
        assertThat(figures.problem()).isEqualTo(address() + " was restarted within the measured window");
    }

    @Test
    void problemBeforeOrAfterTheWindowIsReported() {
        ServerMetrics metrics = ServerMetrics.of(address());
        ServerMetrics.Reading good = metrics.read().join();
        status = 500;
        ServerMetrics.Reading bad = metrics.read().join();

        String problem = "http://" + address() + "/metrics returned 500";
        assertThat(good.since(bad).get(0).problem()).isEqualTo("Before the measured window: " + problem);
        assertThat(bad.since(good).get(0).problem()).isEqualTo("After the measured window: " + problem);
    }

    @Test
    void otherContentIsAProblem() {
        for (String garbage : List.of(
                "",
                "null",
                "[]",
                "\"metrics\"",
                "{}",
                "{\"gauges\": 7}",
                "<html>\n hello",
                "{\"gauges\": {",
                "[".repeat(5000))) {
            body = garbage;

            assertThat(problem(address()))
                    .startsWith("Before the measured window: http://" + address()
                            + "/metrics did not return Dropwizard's metrics: ")
                    .hasSizeLessThan(200);
        }
    }

    @Test
    void metricsOfOtherShapesHaveFewerFiguresAndNoProblem() {
        body = """
            {"gauges": {"jvm.gc.x.count": 7, "jvm.memory.heap.used": {"value": "many"}, "jvm.cpu.nanoseconds": []},
             "meters": [1], "timers": {"a.ProductResource.find": null, "b.ProductResource.list": {"count": 1}}}
            """;
        ServerMetrics metrics = ServerMetrics.of(address());

        ServerFigures figures =
                metrics.read().join().since(metrics.read().join()).get(0);

        assertThat(figures.problem()).isEmpty();
        assertThat(figures.figures()).isEmpty();
    }

    @Test
    void responseThatHangsIsGivenUpAfterTwoSeconds() throws Exception {
        hangs = true;

        ServerMetrics.Reading reading = ServerMetrics.of(address()).read().get(10, TimeUnit.SECONDS);

        assertThat(reading.since(reading).get(0).problem())
                .endsWith("http://" + address() + "/metrics did not respond within 2 seconds");
    }

    @Test
    void silentNodeIsGivenUpAfterTwoSecondsAndOthersHaveFigures() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ServerMetrics metrics = ServerMetrics.of("127.0.0.1:" + silent.getLocalPort() + "," + address());
            long start = System.nanoTime();
            ServerMetrics.Reading reading = metrics.read().get(10, TimeUnit.SECONDS);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
            List<ServerFigures> figures = reading.since(reading);
            assertThat(figures.get(0).problem()).contains("did not respond within 2 seconds");
            assertThat(figures.get(1).problem()).isEmpty();
            assertThat(figures.get(1).figures()).containsEntry("requests", 0.0);
        }
    }

    @Test
    void closedAdminPortIsAProblem() {
        String gone = address();
        node.stop(0);

        assertThat(problem(gone))
                .startsWith("Before the measured window: http://" + gone + "/metrics cannot be read: ");
    }

    @Test
    void invalidAddressIsAProblem() {
        for (String wrong :
                List.of("localhost", "http://localhost:8081", "localhost:port", "a b:1", "localhost:99999")) {
            assertThat(problem(wrong)).as(wrong).contains(wrong);
        }
    }

    private String address() {
        return "127.0.0.1:" + node.getAddress().getPort();
    }

    private static String problem(String address) {
        ServerMetrics.Reading reading = ServerMetrics.of(address).read().join();
        return reading.since(reading).get(0).problem();
    }
}
