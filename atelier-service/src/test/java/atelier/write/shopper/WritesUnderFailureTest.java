package atelier.write.shopper;

import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.OtherTransaction;
import atelier.testing.Program;
import atelier.testing.RawConnection;
import atelier.testing.RunningService.Service;
import atelier.testing.Shopper;
import io.dropwizard.testing.ConfigOverride;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes that wait for each other, for a database that hangs, or whose connection is lost. */
class WritesUnderFailureTest {
    private static final String REVIEW = "{\"product_id\":1,\"rating\":5}";
    private static final Duration SOON = Duration.ofMillis(700);

    private static Service service;
    private static Shopper shopper;

    @BeforeAll
    static void start() {
        service = new Service(
                ConfigOverride.config("server.maxThreads", "12"),
                // So that slow bodies stay until the test ends them.
                ConfigOverride.config("server.applicationConnectors[0].stallTimeout", "60s"),
                ConfigOverride.config("http.bodyTimeout", "60s"),
                ConfigOverride.config("database.statementTimeout", "3s"));
        shopper = new Shopper(service.port());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void addReviews() {
        WrittenRows.addReviews(service, "1", 1200);
    }

    private static CompletableFuture<HttpResponse<String>> vote(int review) {
        return shopper.sendAsync("PUT", "/reviews/" + review + "/helpful", BodyPublishers.noBody());
    }

    private static void awaitWaiting(int statements) {
        OtherTransaction.awaitWaiting(service, statements);
    }

    private static Duration duration(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void assertUnavailable(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(response.body()).startsWith("{\"code\":503,");
    }

    @Test
    void aWriterOfAnotherRowDoesNotWait() throws Exception {
        assertThat(vote(1002).join().statusCode()).isEqualTo(204);
        try (OtherTransaction other =
                OtherTransaction.begin(service, "SELECT FROM reviews.review WHERE id = 1001 FOR UPDATE")) {
            CompletableFuture<HttpResponse<String>> waiting = vote(1001);
            awaitWaiting(1);

            Duration elsewhere = duration(() -> {
                assertThat(vote(1002).join().statusCode()).isEqualTo(204);
                assertThat(shopper.post("/reviews", REVIEW).statusCode()).isEqualTo(201);
            });

            assertThat(elsewhere).isLessThan(SOON);
            assertThat(waiting).isNotDone();
            other.rollback();
            assertThat(waiting.join().statusCode()).isEqualTo(204);
        }
        assertThat(service.query("SELECT helpfulness FROM reviews.review WHERE id = 1001"))
                .isEqualTo("1");
    }

    @Test
    void aRowThatStaysLockedDelaysItsWritersByABoundAndTheyGet503() throws Exception {
        try (OtherTransaction other =
                OtherTransaction.begin(service, "SELECT FROM reviews.review WHERE id = 1001 FOR UPDATE")) {

            Duration wait = duration(() -> assertUnavailable(vote(1001).join()));

            assertThat(wait).isBetween(Duration.ofMillis(1_400), Duration.ofSeconds(5));
            other.rollback();
        }
        assertThat(vote(1001).join().statusCode()).isEqualTo(204);
        assertThat(service.query("SELECT helpfulness FROM reviews.review WHERE id = 1001"))
                .isEqualTo("1");
    }

    @Test
    void whileTheDatabaseHangsWritesGet503InTimeAndReadsGoOn() throws Exception {
        assertThat(service.get("/products/1").statusCode()).isEqualTo(200);
        try (OtherTransaction other =
                OtherTransaction.begin(service, "LOCK TABLE reviews.review IN ACCESS EXCLUSIVE MODE")) {
            List<CompletableFuture<HttpResponse<String>>> votes = new ArrayList<>();

            Duration all = duration(() -> {
                for (int number = 0; number < 60; number++) {
                    votes.add(vote(1001 + number));
                }
                // One connection is left for other statements than votes.
                awaitWaiting(service.configuration().getShoppers().connections() - 1);
                // More writes wait than there are worker threads; none of these is held by a write.
                Duration reads = duration(() -> {
                    for (int number = 0; number < 20; number++) {
                        assertThat(service.get("/products/1").statusCode()).isEqualTo(200);
                        // With a body, so that a worker thread handles it.
                        assertThat(service.sendBody("{}", "GET", "/products/1").statusCode())
                                .isEqualTo(200);
                        assertThat(service.get("/docs/api.md").statusCode()).isEqualTo(200);
                    }
                });
                assertThat(reads).isLessThan(Duration.ofSeconds(3));
                votes.forEach(vote -> assertUnavailable(vote.join()));
            });

            assertThat(all).isLessThan(Duration.ofSeconds(8));
            other.rollback();
        }
        assertThat(vote(1001).join().statusCode()).isEqualTo(204);
        assertThat(service.query("SELECT sum(helpfulness) FROM reviews.review")).isEqualTo("1");
        assertThat(service.admin("/prometheus"))
                .containsPattern(
                        "shopper_writes_total\\{outcome=\"failed\",route=\"PUT /reviews/\\{review_id}/helpful\"} [1-9]");
    }

    @Test
    void aLostConnectionIsReplacedBeforeTheNextWrite() {
        assertThat(vote(1001).join().statusCode()).isEqualTo(204);

        service.query("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND application_name = 'atelier' AND pid <> pg_backend_pid()");

        // A connection that was used a moment ago is trusted, and its loss is noticed only by the write.
        Program.await("a vote that counts", () -> vote(1002).join().statusCode() == 204);
        assertThat(service.query(
                        "SELECT string_agg(helpfulness::text, ' ' ORDER BY id) FROM reviews.review WHERE id <= 1002"))
                .isEqualTo("1 1");
    }

    @Test
    void aWriteWhoseConnectionIsLostIsNotRepeated() throws Exception {
        try (OtherTransaction other =
                OtherTransaction.begin(service, "SELECT FROM reviews.review WHERE id = 1001 FOR UPDATE")) {
            CompletableFuture<HttpResponse<String>> waiting = vote(1001);
            awaitWaiting(1);

            service.query("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND wait_event_type = 'Lock'");

            assertUnavailable(waiting.join());
            other.rollback();
        }
        Program.await("another vote", () -> vote(1002).join().statusCode() == 204);
        assertThat(service.query("SELECT helpfulness FROM reviews.review WHERE id = 1001"))
                .isEqualTo("0");
    }

    @Test
    void aHundredClientsVoteAtOnceAndAllCount() {
        List<CompletableFuture<HttpResponse<String>>> votes = new ArrayList<>();
        for (int client = 0; client < 100; client++) {
            votes.add(vote(1001));
            votes.add(vote(1001 + client % 5));
        }

        votes.forEach(vote -> assertThat(vote.join().statusCode()).isEqualTo(204));

        assertThat(service.query(
                        "SELECT string_agg(helpfulness::text, ' ' ORDER BY id) FROM reviews.review WHERE id <= 1005"))
                .isEqualTo("120 20 20 20 20");
    }

    @Test
    void reviewsOfManyProductsThatRateTheSameCharacteristicsDoNotDeadlock() {
        service.execute(
                "DELETE FROM reviews.characteristic; DELETE FROM reviews.characteristic_sum;"
                        + " INSERT INTO reviews.characteristic (id, product_id, name)"
                        + " SELECT id, product, 'C' || id FROM generate_series(1, 6) AS id, unnest(ARRAY[1, 2, 3, 5, 8]) AS product");
        int[] products = {1, 2, 3, 5, 8};
        List<CompletableFuture<HttpResponse<String>>> reviews = new ArrayList<>();
        for (int number = 0; number < 200; number++) {
            String ids = number % 2 == 0 ? "\"1\":1,\"2\":2,\"5\":5" : "\"5\":5,\"2\":2,\"1\":1";
            reviews.add(shopper.sendAsync(
                    "POST",
                    "/reviews",
                    BodyPublishers.ofString("{\"product_id\":" + products[number % 5]
                            + ",\"rating\":3,\"characteristics\":{" + ids + "}}")));
        }

        reviews.forEach(review -> assertThat(review.join().statusCode()).isEqualTo(201));

        assertThat(service.query(
                        "SELECT string_agg(DISTINCT ratings || ' ' || total / characteristic_id, ',') || count(*)"
                                + " FROM reviews.characteristic_sum"))
                .isEqualTo("40 4015");
        assertThat(service.query("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
                .isEqualTo("0");
    }

    @Test
    void slowBodiesTakeNoMoreMemoryThanTheirBudget() throws Exception {
        List<RawConnection> slow = new ArrayList<>();
        String head = request("POST /reviews", "Content-Length: 65536");
        try {
            for (int number = 0; number < 600; number++) {
                slow.add(new RawConnection(service.port(), Duration.ofSeconds(20)).send(head + " ".repeat(65_000)));
            }
            Program.await(
                    "503",
                    () -> shopper.post("/reviews", REVIEW + " ".repeat(60_000)).statusCode() == 503);
            assertThat(vote(1001).join().statusCode()).isEqualTo(204);
            assertThat(service.get("/products/1").statusCode()).isEqualTo(200);
        } finally {
            for (RawConnection connection : slow) {
                connection.close();
            }
        }
        Program.await("room", () -> shopper.post("/reviews", REVIEW).statusCode() == 201);
    }
}
