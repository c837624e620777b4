package atelier.product.edit;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.CatalogueLock;
import atelier.database.Database;
import atelier.testing.Program;
import atelier.testing.RunningService.Service;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.testing.ConfigOverride;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one database, of which only one imports and both change. */
class TwoNodesTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final Path FIXTURE = Path.of("src/test/resources/fixture");
    private static final Duration SOON = Duration.ofSeconds(1);

    private static Service first;
    private static Program second;
    private static Writer here;
    private static Writer there;

    @BeforeAll
    static void start() {
        ConfigOverride tokens = ConfigOverride.config("changes.tokens", "alice:" + TOKEN);
        first = new Service(tokens);
        try (Database database = Database.share(first.configuration().getDatabase())) {
            DataSourceFactory address = database.commandPool();
            Map<String, String> environment = Map.of(
                    "DATABASE_URL", address.getUrl(),
                    "DATABASE_USER", String.valueOf(address.getUser()),
                    "DATABASE_PASSWORD", String.valueOf(address.getPassword()),
                    "WRITE_TOKENS", "alice:" + TOKEN);
            second = Program.start(environment, "server", "../config.yml").awaitAnswer();
        }
        here = new Writer(first.port(), TOKEN);
        there = new Writer(second.port(), TOKEN);
    }

    @AfterAll
    static void stop() {
        second.close();
        first.close();
    }

    @BeforeEach
    void serveTheFixture() {
        first.importFrom(FIXTURE);
        awaitTheImportsEnd();
        awaitThere("/products/1", here.send("GET", "/products/1", "").body());
    }

    private static void awaitTheImportsEnd() {
        Program.await(
                "the import's end",
                () -> first.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
                        .equals("0"));
    }

    private static Duration awaitThere(String path, String body) {
        long start = System.nanoTime();
        Program.await(path, () -> there.send("GET", path, "").body().equals(body));
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void aChangeIsVisibleOnBothNodesWithinASecond() {
        for (int round = 0; round < 10; round++) {
            there.send("GET", "/products/1", "");
            there.send("GET", "/products/1/styles", "");
            there.send("GET", "/products?count=3", "");

            String product = here.change("PATCH", "/products/1", "/products/1", "{\"name\":\"Name " + round + "\"}")
                    .body();
            assertThat(here.send("GET", "/products/1", "").body()).isEqualTo(product);
            assertThat(awaitThere("/products/1", product)).isLessThan(SOON);
            String list = here.send("GET", "/products?count=3", "").body();
            assertThat(list).contains("Name " + round);
            assertThat(awaitThere("/products?count=3", list)).isLessThan(SOON);

            String styles = here.change(
                            "PATCH",
                            "/products/1/styles/1/skus/1",
                            "/products/1/styles",
                            "{\"quantity\":" + round + "}")
                    .body();
            assertThat(awaitThere("/products/1/styles", styles)).isLessThan(SOON);
        }
    }

    @Test
    void onlyWhatHasChangedIsForgotten() {
        there.send("GET", "/products/2", "");
        there.send("GET", "/products?count=4", "");
        first.execute("UPDATE catalogue.document SET product = '\"name\":\"Behind its back\"' WHERE product_id = 2");

        String styles = here.change("PATCH", "/products/1/styles/1/skus/1", "/products/1/styles", "{\"quantity\":1}")
                .body();
        awaitThere("/products/1/styles", styles);

        assertThat(there.send("GET", "/products/2", "").body()).doesNotContain("Behind its back");
        assertThat(there.send("GET", "/products?count=4", "").body()).doesNotContain("Behind its back");
        String product = here.change("PATCH", "/products/1", "/products/1", "{\"name\":\"New\"}")
                .body();
        awaitThere("/products/1", product);
        assertThat(there.send("GET", "/products?count=4", "").body()).contains("Behind its back");
        assertThat(there.send("GET", "/products/2", "").body()).doesNotContain("Behind its back");
    }

    @Test
    void deletedFeedLinesEmptyTheWholeCache() {
        String before = there.send("GET", "/products/2", "").body();
        first.execute("UPDATE catalogue.document SET product = '\"name\":\"Behind its back\"' WHERE product_id = 2;"
                + " UPDATE catalogue.edition SET changes = changes + 3; NOTIFY catalogue");

        Program.await(
                "it to be read anew",
                () -> !there.send("GET", "/products/2", "").body().equals(before));
    }

    @Test
    void aLostConnectionDelaysAChangeAndDoesNotLoseIt() {
        String killed = first.query("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND application_name = 'atelier' AND pid <> pg_backend_pid()");
        assertThat(Integer.parseInt(killed)).isPositive();

        String product = here.change("PATCH", "/products/1", "/products/1", "{\"name\":\"Meanwhile\"}")
                .body();

        assertThat(product).contains("Meanwhile");
        awaitThere("/products/1", product);
    }

    @Test
    void ofTwoEditsWithTheSameIfMatchOneSucceedsAndTheOtherReturns412() {
        for (int round = 0; round < 20; round++) {
            String tag = here.tag("/products/1/styles");
            int quantity = 100 + 10 * round;
            List<CompletableFuture<HttpResponse<String>>> attempts = new ArrayList<>();
            for (int number = 0; number < 6; number++) {
                Writer writer = number % 2 == 0 ? here : there;
                String body = "{\"quantity\":" + (quantity + number) + "}";
                attempts.add(CompletableFuture.supplyAsync(
                        () -> writer.send("PATCH", "/products/1/styles/1/skus/1", body, "If-Match", tag)));
            }
            List<HttpResponse<String>> responses =
                    attempts.stream().map(CompletableFuture::join).toList();

            assertThat(responses)
                    .extracting(HttpResponse::statusCode)
                    .containsOnlyOnce(200)
                    .containsOnly(200, 412);
            String winner = responses.stream()
                    .filter(response -> response.statusCode() == 200)
                    .findFirst()
                    .orElseThrow()
                    .body();
            assertThat(awaitThere("/products/1/styles", winner)).isLessThan(SOON);
            // The winner may have written there, and then this node hears of it a moment later.
            Program.await(
                    "the winner's edit here",
                    () -> here.send("GET", "/products/1/styles", "").body().equals(winner));
        }
        assertThat(first.query("SELECT changes FROM catalogue.edition")).isEqualTo("20");
    }

    @Test
    void concurrentEditsWithRetriesLoseNothing() {
        List<CompletableFuture<Void>> writers = IntStream.range(0, 4)
                .mapToObj(number -> CompletableFuture.runAsync(() -> {
                    Writer writer = number % 2 == 0 ? here : there;
                    for (int added = 0; added < 10; ) {
                        HttpResponse<String> response = writer.change(
                                "POST", "/products/8/related", "/products/8/related", "{\"product_id\":1}");
                        assertThat(response.statusCode()).isIn(200, 412, 503);
                        added += response.statusCode() == 200 ? 1 : 0;
                    }
                }))
                .toList();

        writers.forEach(CompletableFuture::join);

        assertThat(first.query("SELECT related FROM catalogue.document WHERE product_id = 8"))
                .isEqualTo("[" + "1,".repeat(39) + "1]");
        assertThat(first.query("SELECT count(*) FROM audit.change JOIN catalogue.edition ON edition = imported_at"))
                .isEqualTo("40");
    }

    @Test
    void whileACatalogueIsImportedNothingIsChanged() throws SQLException {
        try (Database database = Database.share(first.configuration().getDatabase());
                Connection importing = database.connect()) {
            CatalogueLock.take(importing);

            HttpResponse<String> response = here.change("PATCH", "/products/1", "/products/1", "{\"name\":\"Lost\"}");

            assertThat(response.statusCode()).isEqualTo(409);
            assertThat(response.body()).contains("A catalogue is being imported or migrated; try again");
        }
        awaitTheImportsEnd();
        assertThat(here.change("PATCH", "/products/1", "/products/1", "{\"name\":\"Kept\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void importsAndChangesAtTheSameTimeEndWellAndLeaveWhatWasImported() {
        AtomicBoolean done = new AtomicBoolean();
        List<CompletableFuture<Void>> writers = IntStream.range(0, 4)
                .mapToObj(number -> CompletableFuture.runAsync(() -> {
                    Writer writer = number % 2 == 0 ? here : there;
                    for (int round = 0; !done.get(); round++) {
                        int status = writer.send(
                                        "PATCH",
                                        "/products/2",
                                        "{\"name\":\"" + number + " " + round + "\"}",
                                        "If-Match",
                                        "*")
                                .statusCode();
                        assertThat(status).isIn(200, 409, 503);
                    }
                }))
                .toList();

        for (int round = 0; round < 5; round++) {
            first.importFrom(FIXTURE);
        }
        done.set(true);
        writers.forEach(CompletableFuture::join);

        String product = first.query("SELECT product FROM catalogue.document WHERE product_id = 2");
        String name = first.query("SELECT name FROM catalogue.product WHERE id = 2");
        assertThat(product).startsWith("\"name\":\"" + name + "\"");
        Program.await(
                "both nodes to say it",
                () -> here.send("GET", "/products/2", "").body().contains(name)
                        && there.send("GET", "/products/2", "").body().contains(name));
        assertThat(first.query("SELECT changes = (SELECT count(*) FROM audit.change WHERE edition = imported_at)"
                        + " FROM catalogue.edition"))
                .isEqualTo("t");
    }

    @Test
    void cachesMustRevalidateEachTime() {
        HttpResponse<String> response = here.send("GET", "/products/1", "");

        assertThat(response.headers().firstValue("Cache-Control")).contains("public, no-cache");
        assertThat(response.headers().firstValue("X-Accel-Expires")).contains("@1");
        assertThat(here.send("GET", "/products/1", "", "If-None-Match", here.tag("/products/1"))
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void wrongTokensAreThrottledAndRightTokensFromTheSameAddressAreNot() {
        Writer guesser = new Writer(second.port(), "x".repeat(32));

        Program.await("429", () -> guesser.send("PATCH", "/products/1", "{}").statusCode() == 429);

        HttpResponse<String> refused = guesser.send("PATCH", "/products/1", "{}");
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(refused.body()).startsWith("{\"code\":429,");
        assertThat(there.send("PATCH", "/products/1", "{}").statusCode()).isEqualTo(428);
        assertThat(guesser.send("GET", "/products/1", "").statusCode()).isEqualTo(200);
    }
}
