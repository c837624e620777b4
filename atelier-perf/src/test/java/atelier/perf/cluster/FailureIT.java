package atelier.perf.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.parallel.Alone;
import atelier.perf.service.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults in a cluster under traffic, and their effect on clients. Each test prints its figures. */
@Alone("bounds latencies, and how soon traffic returns")
class FailureIT {
    /** The writers send about 200 requests per second beside these. */
    private static final double RATE = 150;

    private static final int PRODUCTS = 1_000;
    private static final int REQUESTS_AT_ONCE = 50;
    private static final Pattern PRODUCT = Pattern.compile("/products/(\\d{1,9})");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    private static Path folder;

    private static PostgresServer database;
    private static Commands commands;
    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        Nginx.require(FailureIT.class);
        database = new PostgresServer(folder.resolve("postgres"));
        database.start();
        commands = new Commands(folder, database.settings());
        commands.prepare(PRODUCTS);
        cluster = Cluster.on(database, folder);
        try (Traffic traffic = cluster.traffic(RATE)) {
            // The JVMs must warm up.
            traffic.run(2);
            traffic.end();
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
        if (database != null) {
            database.close();
        }
    }

    @Test
    void killedNodeFailsNoRequestAndGetsTrafficAfterItsRestart() throws Exception {
        try (Traffic traffic = cluster.traffic(RATE);
                Witness witness = cluster.witness()) {
            traffic.run(1);
            cluster.node(0).signal("KILL");
            cluster.node(0).awaitEnd();
            cluster.node(0).start();
            double ready = traffic.now();
            // The node counts the requests of its own warm-up too.
            long before = cluster.node(0).requests();
            Waiting.until("traffic returns", () -> cluster.node(0).requests() > before + 20);
            double returned = traffic.now() - ready;
            traffic.run(1);

            Samples samples = traffic.end();
            print(
                    "kill -9 of one node of three: %s; traffic back after %.1f s",
                    samples.reads().figures(), returned);
            assertNoReadFailed(samples);
            assertNothingWasLost(witness);
            assertThat(returned).isLessThan(10);
        }
    }

    @Test
    void rollingRestartFailsNoRequest() throws Exception {
        try (Traffic traffic = cluster.traffic(RATE);
                Witness witness = cluster.witness()) {
            traffic.run(1);
            for (Node node : cluster.nodes()) {
                node.signal("TERM");
                node.awaitEnd();
                node.start();
            }
            traffic.run(1);

            Samples samples = traffic.end();
            print("rolling restart: %s", samples.reads().figures());
            assertNoReadFailed(samples);
            assertNothingWasLost(witness);
        }
    }

    @Test
    void readyNodeIsWarm() throws Exception {
        boolean warm = isWarm();
        if (!warm) {
            // A single measurement may be noise: the speed of a shared machine varies within seconds.
            warm = isWarm();
        }
        assertThat(warm).isTrue();
    }

    /** Starts a node as in production, and tells whether its first second is about as fast as later ones. */
    private static boolean isWarm() throws Exception {
        Node node = new Node("as-in-production", folder, Jvm.PRODUCTION, Cluster.settings(database));
        try (node) {
            node.start();
            try (Traffic traffic = Traffic.start("http://" + node.address(), cluster.catalogue(), RATE)) {
                traffic.run(5);

                Samples samples = traffic.end();
                Samples first = samples.between(0, 1);
                Samples steady = samples.between(3, 5);
                print("the first second of a node: %s", first.figures());
                print("  after three seconds: %s", steady.figures());
                assertThat(samples.failed().all()).isEmpty();
                return first.percentile(0.99) < 3 * steady.percentile(0.99);
            }
        }
    }

    /** What is not cached is what shoppers write, except for what nginx had before, and marks as old. */
    @Test
    void afterTheDatabaseWasKilledOnlyUncachedRequestsFail() throws Exception {
        try (Traffic traffic = cluster.traffic(RATE);
                Witness witness = cluster.witness()) {
            traffic.run(1);
            database.kill();
            double stopped = traffic.now();
            HttpResponse<String> uncached = get(cluster.nginx().address(), "/products?count=11&page=9");
            assertThat(uncached.statusCode()).isEqualTo(503);
            assertThat(uncached.headers().firstValue("Retry-After")).contains("1");
            traffic.run(3);
            double threads = cluster.node(1).gauge("jvm.threads.count");
            double waiting = cluster.node(1).gauge("jvm.threads.blocked.count");
            database.start();
            double started = traffic.now();
            traffic.run(3);

            Samples samples = traffic.end();
            Samples away = samples.between(stopped, started);
            Samples refused = away.where(sample -> sample.status() == 503);
            Samples later = samples.between(started + 2, Double.MAX_VALUE);
            print("kill -9 of PostgreSQL, away for 3 s: %s", away.figures());
            print(
                    "  503s: %s; %.0f threads, %.0f blocked; from 2 s after its start: %s",
                    refused.figures(), threads, waiting, later.figures());
            assertThat(away.failed().where(sample -> sample.status() != 503).all())
                    .isEmpty();
            assertThat(away.where(sample -> sample.status() == 200).count()).isGreaterThan(away.count() / 2);
            assertThat(refused.percentile(1)).isLessThan(3_000);
            assertThat(threads).isLessThan(200);
            assertThat(later.failed().all()).isEmpty();
            assertNothingWasLost(witness);
        }
    }

    /** The connections of a hanging database stay open, so each query waits for its time limit. */
    @Test
    void whileTheDatabaseHangsCachedReadsFlow() throws Exception {
        cacheAllProducts();
        try (Traffic traffic = cluster.traffic(RATE);
                Witness witness = cluster.witness()) {
            traffic.run(2);
            double hung = traffic.now();
            double continued;
            List<CompletableFuture<HttpResponse<String>>> uncached = new ArrayList<>();
            PostgresServer.Frozen frozen = database.freeze();
            try (frozen) {
                for (int page = 1; page <= 40; page++) {
                    traffic.run(0.1);
                    uncached.add(CLIENT.sendAsync(
                            request(cluster.nginx().address(), "/products?count=13&page=" + page),
                            HttpResponse.BodyHandlers.ofString()));
                }
                continued = traffic.now();
            }
            traffic.run(3);

            Samples samples = traffic.end();
            Samples before = samples.between(1, hung).where(FailureIT::isOfAProduct);
            Samples cached = samples.between(hung, continued).where(FailureIT::isOfAProduct);
            Samples later = samples.between(continued + 2, Double.MAX_VALUE);
            print("PostgreSQL hangs for 4 s: cached: %s", cached.figures());
            print("  before: %s", before.figures());
            print("  all: %s", samples.between(hung, continued).figures());
            print("  from 2 s after its end: %s", later.figures());
            assertThat(cached.failed().all()).isEmpty();
            // The goal is 50 ms, and 27 ms were measured; docs/cluster.md. Other programs may run beside this test.
            assertThat(cached.percentile(0.99)).isLessThan(Math.max(100, 3 * before.percentile(0.99)));
            assertThat(samples.between(hung, continued)
                            .failed()
                            .where(sample -> sample.status() != 503)
                            .all())
                    .isEmpty();
            Samples reads = samples.between(hung, continued).reads();
            assertThat(reads.where(sample -> sample.path().startsWith("/products"))
                            .percentile(1))
                    .isLessThan(1_500);
            // nginx asks each of the three nodes for what shoppers wrote, and each may need 0.7 s to refuse.
            assertThat(reads.percentile(1)).isLessThan(3_000);
            // The last ones may still wait for their query when the database continues.
            assertThat(uncached.subList(0, 30)).allSatisfy(response -> {
                assertThat(response.join().statusCode()).isEqualTo(503);
                // nginx's own 503 would mean that it has given up on the nodes.
                assertThat(response.join().body()).doesNotContain("No node can take the request");
            });
            assertThat(later.failed().all()).isEmpty();
            assertNothingWasLost(witness);
        }
    }

    private static void cacheAllProducts() {
        for (Node node : cluster.nodes()) {
            for (int first = 1; first <= PRODUCTS; first += REQUESTS_AT_ONCE) {
                IntStream.range(first, first + REQUESTS_AT_ONCE)
                        .mapToObj(product -> CLIENT.sendAsync(
                                request("http://" + node.address(), "/products/" + product),
                                HttpResponse.BodyHandlers.discarding()))
                        .toList()
                        .forEach(CompletableFuture::join);
            }
        }
    }

    private static boolean isOfAProduct(Traffic.Sample sample) {
        Matcher product = PRODUCT.matcher(sample.path());
        return product.lookingAt() && Integer.parseInt(product.group(1)) <= PRODUCTS;
    }

    @Test
    void frozenNodeGetsNoTraffic() throws Exception {
        try (Traffic traffic = cluster.traffic(RATE);
                Witness witness = cluster.witness()) {
            traffic.run(1);
            cluster.node(2).signal("STOP");
            double stopped = traffic.now();
            traffic.run(7);
            cluster.node(2).signal("CONT");
            double back = traffic.now();
            traffic.run(1);

            Samples samples = traffic.end();
            Samples settled = samples.between(stopped + 5, back);
            print("SIGSTOP of one node: %s", samples.reads().figures());
            print("  from 5 s on: %s", settled.reads().figures());
            assertNoReadFailed(samples);
            assertThat(settled.reads().percentile(0.99)).isLessThan(200);
            assertNothingWasLost(witness);
        }
    }

    @Test
    void importFailsNoRequestAndIsSoonVisible() throws Exception {
        try (Traffic traffic = cluster.traffic(RATE);
                Witness witness = cluster.witness()) {
            traffic.run(1);
            List<String> places = new ArrayList<>(List.of(cluster.nginx().address()));
            cluster.nodes().forEach(node -> places.add("http://" + node.address()));
            String before = body(places.get(0), "/products/1");
            commands.importCatalogue(PRODUCTS);
            double imported = traffic.now();
            for (String place : places) {
                Waiting.until(
                        "the new catalogue is shown",
                        () -> !body(place, "/products/1").equals(before));
            }
            double shown = traffic.now() - imported;
            traffic.run(2);

            Samples samples = traffic.end();
            print(
                    "import of another catalogue: %s; all nodes and nginx show it after %.1f s",
                    samples.figures(), shown);
            assertThat(samples.failed().all()).isEmpty();
            assertThat(shown).isLessThan(5);
            assertNothingWasLost(witness);
        }
    }

    @Test
    void fullDiskForLogsFailsNoRequest() throws Exception {
        // Every write to /dev/full fails for lack of space.
        Nginx nginx = Nginx.start(
                folder.resolve("full"),
                cluster.nodes().stream().map(Node::address).toList(),
                Map.of("NGINX_ACCESS_LOG", "/dev/full"));
        try (nginx;
                Traffic traffic = Traffic.start(nginx.address(), cluster.catalogue(), RATE)) {
            traffic.run(2);

            Samples samples = traffic.end();
            print("no room for the access log: %s", samples.figures());
            assertThat(samples.failed().all()).isEmpty();
        }
    }

    @Test
    void reloadOfNginxFailsNoRequest() throws Exception {
        try (Traffic traffic = cluster.traffic(RATE);
                Witness witness = cluster.witness()) {
            for (int reload = 0; reload < 3; reload++) {
                traffic.run(0.5);
                cluster.nginx().reload();
            }
            traffic.run(1);

            Samples samples = traffic.end();
            print("three reloads of nginx: %s", samples.figures());
            assertNoReadFailed(samples);
            assertNothingWasLost(witness);
        }
    }

    private static void assertNoReadFailed(Samples samples) {
        assertThat(samples.reads().failed().all()).isEmpty();
        // Nothing is sent to a second node, so a write that a node loses fails.
        assertThat(samples.writes()
                        .failed()
                        .where(sample -> sample.status() != 503 && sample.status() != 504)
                        .all())
                .isEmpty();
    }

    /** Each acknowledged write is there once, none is there twice, and nobody has seen an older state than before. */
    private static void assertNothingWasLost(Witness witness) throws Exception {
        Witness.Testimony testimony = cluster.end(witness);
        print("  writers: %s", testimony.figures());
        assertThat(testimony.faults()).isEmpty();
        assertThat(testimony.totals().acknowledged()).isPositive();
    }

    private static String body(String address, String path) throws IOException, InterruptedException {
        return get(address, path).body();
    }

    private static HttpResponse<String> get(String address, String path) throws IOException, InterruptedException {
        return CLIENT.send(request(address, path), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest request(String address, String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).build();
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
