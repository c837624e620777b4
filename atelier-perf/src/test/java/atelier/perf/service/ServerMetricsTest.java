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
    // The names are those of the service's responses.
    private static final String BEFORE = """
            {"gauges": {
               "io.dropwizard.db.ManagedPooledDataSource.database.active": {"value": 1},
               "io.dropwizard.db.ManagedPooledDataSource.database.borrowed": {"value": 4},
               "jvm.attribute.name": {"value": "7@node"},
               "jvm.attribute.uptime": {"value": 5000},
               "jvm.cpu.nanoseconds": {"value": 1000000000},
               "jvm.gc.G1-Old-Generation.count": {"value": 1}, "jvm.gc.G1-Old-Generation.time": {"value": 100},
               "jvm.gc.G1-Young-Generation.count": {"value": 9}, "jvm.gc.G1-Young-Generation.time": {"value": 50},
               "jvm.memory.heap.used": {"value": 70000000},
               "response_cache_evictions": {"value": 0},
               "response_cache_requests.hits": {"value": 10},
               "response_cache_requests.misses": {"value": 10}},
             "meters": {
               "ch.qos.logback.core.Appender.error": {"count": 0},
               "ch.qos.logback.core.Appender.warn": {"count": 1},
               "io.dropwizard.jetty.MutableServletContextHandler.2xx-responses": {"count": 100},
               "io.dropwizard.jetty.MutableServletContextHandler.5xx-responses": {"count": 3}},
             "timers": {
               "atelier.apidocs.RootResource.describe":
                 {"count": 0, "mean": 0.0, "duration_units": "seconds"},
               "atelier.serve.ReadRoute./products":
                 {"count": 50, "mean": 0.001, "duration_units": "seconds"},
               "atelier.serve.ReadRoute./products/{product_id}":
                 {"count": 50, "mean": 0.001, "duration_units": "seconds"},
               "database_statement_duration_seconds.DocumentDao.find":
                 {"count": 20, "mean": 0.02, "duration_units": "seconds"},
               "io.dropwizard.jetty.MutableServletContextHandler.requests": {"count": 103}}}
            """;

    private static final String AFTER = """
            {"gauges": {
               "database_pool_connections.active": {"value": 2},
               "health.aggregate.healthy": {"value": 0},
               "io.dropwizard.db.ManagedPooledDataSource.database.active": {"value": 2},
               "io.dropwizard.db.ManagedPooledDataSource.database.borrowed": {"value": 14},
               "io.dropwizard.db.ManagedPooledDataSource.database.size": {"value": 8},
               "io.dropwizard.db.ManagedPooledDataSource.database.waiting": {"value": 0},
               "io.dropwizard.jetty.MutableServletContextHandler.percent-4xx-15m": {"value": "NaN"},
               "jetty_threads.dw": {"value": 8},
               "jvm.attribute.uptime": {"value": 15000},
               "jvm.cpu.nanoseconds": {"value": 6000000000},
               "jvm.gc.G1-Old-Generation.count": {"value": 2}, "jvm.gc.G1-Old-Generation.time": {"value": 150},
               "jvm.gc.G1-Young-Generation.count": {"value": 14}, "jvm.gc.G1-Young-Generation.time": {"value": 75},
               "jvm.memory.heap.max": {"value": 512000000},
               "jvm.memory.heap.used": {"value": 90000000},
               "jvm.memory.pools.G1-Eden-Space.used": {"value": 60000000},
               "jvm.threads.count": {"value": null},
               "jvm.threads.daemon.count": {"value": 17},
               "jvm.threads.deadlocks": {"value": []},
               "log_messages.warn": {"value": 3},
               "response_cache_evictions": {"value": 2},
               "response_cache_requests.hits": {"value": 40},
               "response_cache_requests.misses": {"value": 20}},
             "meters": {
               "ch.qos.logback.core.Appender.error": {"count": 1},
               "ch.qos.logback.core.Appender.warn": {"count": 3},
               "io.dropwizard.jetty.MutableServletContextHandler.1xx-responses": {"count": 0},
               "io.dropwizard.jetty.MutableServletContextHandler.2xx-responses": {"count": 1098},
               "io.dropwizard.jetty.MutableServletContextHandler.404-responses": {"count": 2},
               "io.dropwizard.jetty.MutableServletContextHandler.5xx-responses": {"count": 3},
               "io.dropwizard.jetty.MutableServletContextHandler.async-dispatches": {"count": 7}},
             "timers": {
               "atelier.apidocs.DocumentationResource.page":
                 {"count": 0, "mean": 0.0, "duration_units": "seconds"},
               "atelier.apidocs.RootResource.describe":
                 {"count": 2, "mean": 0.0005, "duration_units": "seconds"},
               "atelier.apidocs.RootResource.describe.request.filtering":
                 {"count": 2, "mean": 0.0001, "duration_units": "seconds"},
               "atelier.apidocs.RootResource.describe.response.filtering":
                 {"count": 2, "mean": 0.0001, "duration_units": "seconds"},
               "atelier.apidocs.RootResource.describe.total":
                 {"count": 2, "mean": 0.0007, "duration_units": "seconds"},
               "atelier.serve.ReadRoute./products":
                 {"count": 50, "mean": 0.001, "duration_units": "seconds"},
               "atelier.serve.ReadRoute./products/{product_id}":
                 {"count": 1050, "mean": 0.0025, "duration_units": "seconds"},
               "atelier.serve.ReadRoute./products/{product_id}/styles":
                 {"count": 5, "mean": 0.004, "duration_units": "seconds"},
               "change_transaction_duration_seconds":
                 {"count": 3, "mean": 0.25, "duration_units": "seconds"},
               "database_statement_duration_seconds.DocumentDao.find":
                 {"count": 30, "mean": 0.0625, "duration_units": "seconds"},
               "instrumented-scheduled-executor-service-1.duration":
                 {"count": 4, "mean": 0.001, "duration_units": "seconds"},
               "io.dropwizard.jetty.MutableServletContextHandler.dispatches":
                 {"count": 1103, "mean": 0.0075, "duration_units": "seconds"},
               "io.dropwizard.jetty.MutableServletContextHandler.get-requests":
                 {"count": 1103, "mean": 0.0075, "duration_units": "seconds"},
               "io.dropwizard.jetty.MutableServletContextHandler.requests":
                 {"count": 1103, "mean": 0.0075, "duration_units": "seconds"},
               "org.eclipse.jetty.server.HttpConnectionFactory.127.0.0.1.8080.connections":
                 {"count": 26, "mean": 0.03, "duration_units": "seconds"}}}
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
                        Map.entry("/products/{product_id} count", 1000.0),
                        Map.entry("/products/{product_id} mean ms", 2.5),
                        Map.entry("/products/{product_id}/styles count", 5.0),
                        Map.entry("/products/{product_id}/styles mean ms", 4.0),
                        Map.entry("RootResource.describe count", 2.0),
                        Map.entry("RootResource.describe mean ms", 0.5),
                        Map.entry("DocumentDao.find count", 10.0),
                        Map.entry("DocumentDao.find mean ms", 62.5),
                        Map.entry("change_transaction count", 3.0),
                        Map.entry("change_transaction mean ms", 250.0),
                        Map.entry("GC count", 6.0),
                        Map.entry("GC ms", 75.0),
                        Map.entry("heap MB before", 70.0),
                        Map.entry("heap MB after", 90.0),
                        Map.entry("heap MB at most", 512.0),
                        Map.entry("pool borrowed", 10.0),
                        Map.entry("pool active after", 2.0),
                        Map.entry("pool size after", 8.0),
                        Map.entry("pool waiting after", 0.0),
                        Map.entry("log warnings", 2.0),
                        Map.entry("log errors", 1.0),
                        Map.entry("cache hits", 30.0),
                        Map.entry("cache misses", 10.0),
                        Map.entry("cache evictions", 2.0),
                        Map.entry("cache hit ratio", 0.75),
                        Map.entry("CPU ms", 5000.0),
                        Map.entry("CPU µs per request with the JVM's compilers", 5000.0),
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
