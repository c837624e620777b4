package atelier.perf.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.parallel.BesideOthers;
import atelier.perf.parallel.FullTier;
import atelier.perf.service.Waiting;
import atelier.perf.settings.IdChoice;
import atelier.perf.traffic.Catalogue;
import atelier.perf.traffic.Probe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Nodes whose {@code DATABASE_URL} names two standbys and their primary, and the loss of each. The nodes under traffic do not cache,
 * so each request reads from the database.
 */
// It takes the longest, so it begins first.
@Order(1)
@BesideOthers
@FullTier("three PostgreSQL servers, which it stops and starts")
// All methods share these servers.
@ResourceLock("ReplicaIT")
class ReplicaIT {
    private static final double RATE = 100;
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final String READERS = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'atelier'"
            + " AND query LIKE '%catalogue.document%'";

    @TempDir
    private static Path folder;

    private static PostgresServer primary;
    private static List<PostgresServer> standbys;
    private static Map<String, String> cached;
    private static Map<String, String> uncached;
    private static Node node;

    @BeforeAll
    static void start() throws Exception {
        primary = new PostgresServer(folder.resolve("primary"));
        primary.start();
        primary.close();
        standbys = List.of(primary.standby(folder.resolve("standby-1")), primary.standby(folder.resolve("standby-2")));
        primary.start();
        for (PostgresServer standby : standbys) {
            standby.start();
        }
        String url = "jdbc:postgresql://%s,%s,%s/postgres?targetServerType=preferSecondary&loadBalanceHosts=true"
                .formatted(standbys.get(0).address(), standbys.get(1).address(), primary.address());
        cached = Map.of("DATABASE_URL", url, "DATABASE_USER", "postgres");
        uncached = with(
                cached,
                Map.of(
                        "CACHE_SIZE",
                        "0B",
                        // The driver picks a server at random for each connection, so a small pool may miss one of
                        // them.
                        "DATABASE_POOL_SIZE",
                        "16",
                        "SHOPPER_WRITE_RATE",
                        "0"));
        new Commands(folder, cached).prepare(500);
        awaitStandbys();
        node = new Node("node", folder, Jvm.SHORT_LIVED, uncached);
        node.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (node != null) {
            node.close();
        }
        for (PostgresServer standby : standbys) {
            standby.close();
        }
        primary.close();
    }

    private static void assertNoneFailed(Samples samples, Node reader) throws IOException {
        assertThat(samples.failed().all()).as("%s", reader.warnings()).isEmpty();
    }

    @Test
    void readsAreSpreadOverTheStandbys() throws Exception {
        // The methods run in any order. After the loss of the standbys, all connections may lead to the one that came
        // back first.
        node.signal("TERM");
        node.awaitEnd();
        node.start();
        try (Traffic traffic = traffic()) {
            Waiting.until(
                    "both standbys are read from",
                    () -> readers(standbys.get(0)) > 0 && readers(standbys.get(1)) > 0 && readers(primary) == 0);
            assertNoneFailed(traffic.end(), node);
        }
    }

    @Test
    void lossOfAStandbyFailsNoRequestAndItIsUsedAgain() throws Exception {
        PostgresServer lost = standbys.get(0);
        try (Traffic traffic = traffic();
                Witness witness = witness()) {
            traffic.run(1);
            lost.kill();
            traffic.run(2);
            lost.start();
            double started = traffic.now();
            Waiting.until("it is read from again", () -> readers(lost) > 0);
            double returned = traffic.now() - started;
            traffic.run(1);

            Samples samples = traffic.end();
            print("kill -9 of one standby of two: %s; read from again after %.1f s", samples.figures(), returned);
            assertNoneFailed(samples, node);
            Witness.Testimony testimony = assertNothingWasLost(witness);
            // They write to the primary, and read from it.
            assertThat(testimony.samples().failed().all()).isEmpty();
        }
    }

    @Test
    void lossOfThePrimaryFailsNoReadOfProducts() throws Exception {
        try (Traffic traffic = traffic();
                Witness witness = witness()) {
            traffic.run(1);
            primary.kill();
            traffic.run(1);
            Node other = new Node("other", folder, Jvm.SHORT_LIVED, uncached);
            try (other) {
                // A node can start without the primary, too.
                other.start();
                assertThat(other.status("/products/1")).isEqualTo(200);
            }
            primary.start();
            traffic.run(1);

            Samples samples = traffic.end();
            Samples products = samples.where(sample -> sample.path().startsWith("/products"));
            print("the primary killed: products: %s", products.figures());
            print("  all: %s", samples.figures());
            assertNoneFailed(products, node);
            assertThat(samples.failed().where(sample -> sample.status() != 503).all())
                    .isEmpty();
            assertNothingWasLost(witness);
        }
    }

    @Test
    void withoutStandbysThePrimaryServesReads() throws Exception {
        try (Traffic traffic = traffic()) {
            traffic.run(1);
            for (PostgresServer standby : standbys) {
                standby.close();
            }
            traffic.run(2);
            assertThat(readers(primary)).isPositive();
            for (PostgresServer standby : standbys) {
                standby.start();
            }
            double started = traffic.now();
            Waiting.until(
                    "the standbys are read from again", () -> readers(standbys.get(0)) + readers(standbys.get(1)) > 0);
            double returned = traffic.now() - started;

            Samples samples = traffic.end();
            print("no standby: %s; read from again after %.1f s", samples.figures(), returned);
            assertNoneFailed(samples, node);
        }
    }

    @Test
    void importIsVisibleThroughTheStandbys() throws Exception {
        Node caching = new Node("caching", folder, Jvm.SHORT_LIVED, cached);
        try (caching) {
            caching.start();
            try (Traffic traffic = Traffic.start("http://" + caching.address(), catalogue(caching), RATE)) {
                traffic.run(1);
                String before = body(caching, "/products/1");
                new Commands(folder, cached).importCatalogue(500);
                double imported = traffic.now();
                Waiting.until(
                        "the new catalogue is shown",
                        () -> !body(caching, "/products/1").equals(before));
                double shown = traffic.now() - imported;
                String edition = created(body(caching, "/products/1"));
                traffic.run(2);

                Samples samples = traffic.end();
                print("import with standbys: %s; shown after %.1f s", samples.figures(), shown);
                assertNoneFailed(samples, caching);
                assertThat(shown).isLessThan(5);
                // No response from a standby that lagged behind is cached.
                for (int id = 1; id <= 500; id++) {
                    assertThat(created(body(caching, "/products/" + id))).isEqualTo(edition);
                }
            }
        }
    }

    @Test
    void changeIsVisibleOnBothNodesWithinASecond() throws Exception {
        Map<String, String> writing = with(cached, Map.of("WRITE_TOKENS", "alice:" + Changes.TOKEN));
        List<Node> nodes = List.of(
                new Node("first", folder, Jvm.SHORT_LIVED, writing),
                new Node("second", folder, Jvm.SHORT_LIVED, writing));
        try {
            Node.start(nodes);
            Changes here = new Changes("http://" + nodes.get(0).address(), Changes.TOKEN);
            Changes there = new Changes("http://" + nodes.get(1).address(), Changes.TOKEN);
            Duration longest = Duration.ZERO;
            for (int round = 0; round < 20; round++) {
                String name = "Changed " + round;
                there.get("/products/3");
                there.get("/products?count=5");

                HttpResponse<String> response = here.patch("/products/3", "*", "{\"name\":\"" + name + "\"}");
                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                long changed = System.nanoTime();
                for (Changes reader : List.of(here, there)) {
                    for (String path : List.of("/products/3", "/products?count=5")) {
                        Waiting.until(
                                path + " shows the change",
                                () -> Changes.text(reader.get(path)).contains(name));
                    }
                }
                Duration passed = Duration.ofNanos(System.nanoTime() - changed);
                longest = passed.compareTo(longest) > 0 ? passed : longest;
            }
            print("20 changes, read from standbys: visible after %d ms at most", longest.toMillis());
            assertThat(longest).isLessThan(SOON);
        } finally {
            nodes.forEach(Node::close);
        }
    }

    private static Map<String, String> with(Map<String, String> settings, Map<String, String> further) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(further);
        return all;
    }

    private static Traffic traffic() {
        return Traffic.start("http://" + node.address(), catalogue(node), RATE);
    }

    private static Witness witness() {
        return Witness.start("http://" + node.address(), 1);
    }

    private static Witness.Testimony assertNothingWasLost(Witness witness) throws Exception {
        Witness.Testimony testimony = witness.end(List.of("http://" + node.address()));
        print("  writers: %s", testimony.figures());
        assertThat(testimony.faults()).isEmpty();
        return testimony;
    }

    private static Catalogue catalogue(Node node) {
        return new Probe("http://" + node.address()).catalogue(new IdChoice(1, null));
    }

    private static void awaitStandbys() throws Exception {
        for (PostgresServer standby : standbys) {
            Waiting.until(
                    "the standby has what the primary has",
                    () -> standby.query("SELECT to_regclass('catalogue.edition') IS NOT NULL")
                                    .equals("t")
                            && standby.query("SELECT count(*) FROM catalogue.product")
                                    .equals("500"));
        }
    }

    private static int readers(PostgresServer server) throws SQLException {
        return Integer.parseInt(server.query(READERS));
    }

    private static String created(String product) {
        return product.replaceFirst(".*\"created_at\":\"([^\"]+)\".*", "$1");
    }

    private static String body(Node node, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + node.address() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }
}
