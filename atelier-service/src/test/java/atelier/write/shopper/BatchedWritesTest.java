package atelier.write.shopper;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.OtherTransaction;
import atelier.testing.Program;
import atelier.testing.RunningService.Service;
import atelier.testing.Shopper;
import io.dropwizard.testing.ConfigOverride;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writes that share a statement. A lock holds the first write, so that the others wait together. */
class BatchedWritesTest {
    private static Service service;
    private static Shopper shopper;

    private final List<CompletableFuture<HttpResponse<String>>> batch = new ArrayList<>();

    @BeforeAll
    static void start() {
        service = new Service(
                ConfigOverride.config("shoppers.rate", "0"),
                ConfigOverride.config("database.poolWait", "20s"),
                ConfigOverride.config("database.readLimit", "20s"),
                ConfigOverride.config("database.statementTimeout", "40s"));
        shopper = new Shopper(service.port());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** Each of the reviews, questions and answers belongs to another product or question. */
    @BeforeEach
    void addRows() {
        WrittenRows.addReviews(service, "id - 1000", 1003);
        service.execute("""
                DELETE FROM reviews.characteristic_sum; DELETE FROM reviews.characteristic; DELETE FROM reviews.rating_count;
                INSERT INTO reviews.characteristic (product_id, id, name) VALUES (1, 11, 'Fit'), (1, 12, 'Length');
                INSERT INTO reviews.rating_count VALUES (1, 0, 0, 1, 0, 0, 1), (2, 0, 0, 1, 0, 0, 1), (3, 0, 0, 1, 0, 0, 1);
                DELETE FROM questions.photo; DELETE FROM questions.answer; DELETE FROM questions.question;
                INSERT INTO questions.question (id, product_id, helpful, date_written, reported, body, asker_name)
                SELECT id, 1, 0, '2021-03-05', false, 'q', 'n' FROM generate_series(1001, 1003) AS id;
                INSERT INTO questions.answer (id, question_id, helpful, date_written, reported, body, answerer_name, photos)
                SELECT id, id, 0, '2021-03-05', false, 'a', 'n', '' FROM generate_series(1001, 1003) AS id
                """);
    }

    private interface Work {
        void run() throws Exception;
    }

    /** Runs work while another transaction has locks. */
    private static void during(String locks, Work work) throws Exception {
        try (OtherTransaction other = OtherTransaction.begin(service, locks)) {
            work.run();
            other.rollback();
        }
    }

    /** Gathers further writes behind one that a lock of its table holds. */
    private void gather(String table, Runnable first, Runnable others) throws Exception {
        during("LOCK TABLE " + table + " IN SHARE MODE", () -> {
            first.run();
            awaitLocked(1);
            int before = batch.size();
            others.run();
            awaitQueued(batch.size() - before);
        });
    }

    private static void awaitLocked(int statements) {
        OtherTransaction.awaitWaiting(service, statements);
    }

    private static void awaitQueued(int writes) {
        Program.await(
                writes + " writes that wait for their turn",
                () -> service.admin("/prometheus").contains("shopper_writes_waiting " + writes + ".0\n"));
    }

    private void vote(int review) {
        vote("/reviews/", review);
    }

    private void vote(String path, int id) {
        batch.add(shopper.sendAsync("PUT", path + id + "/helpful", BodyPublishers.noBody()));
    }

    private void write(int product, String body, String further) {
        batch.add(shopper.sendAsync(
                "POST",
                "/reviews",
                BodyPublishers.ofString(
                        "{\"product_id\":" + product + ",\"rating\":5,\"body\":\"" + body + "\"" + further + "}")));
    }

    private List<Integer> statuses() {
        return batch.stream().map(response -> response.join().statusCode()).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "/reviews/, reviews.review, helpfulness",
        "/qa/questions/, questions.question, helpful",
        "/qa/answers/, questions.answer, helpful"
    })
    void votesThatWaitTogetherShareATransactionAndAllCount(String path, String table, String helpful) throws Exception {
        gather(table, () -> vote(path, 1001), () -> {
            vote(path, 1002);
            vote(path, 1003);
            vote(path, 1003);
            vote(path, 999_999);
        });

        assertThat(statuses()).containsExactly(204, 204, 204, 204, 404);
        assertThat(service.query("SELECT string_agg(" + helpful + " || ' ' || votes, ',' ORDER BY id) || ' in '"
                        + " || count(DISTINCT xmin::text) FROM " + table))
                .isEqualTo("1 1,1 1,2 2 in 2");
        assertThat(service.query("SELECT count(*) FROM questions.question WHERE answers <> shop.shown_answers(id)"))
                .isEqualTo("0");
    }

    /** A vote for an answer needs its question too. */
    @ParameterizedTest
    @CsvSource({
        "/reviews/, reviews.review, reviews.review, helpfulness",
        "/qa/questions/, questions.question, questions.question, helpful",
        "/qa/answers/, questions.answer, questions.answer, helpful",
        "/qa/answers/, questions.answer, questions.question, helpful"
    })
    void aVoteOnALockedRowLeavesItsBatch(String path, String table, String locked, String helpful) throws Exception {
        during("SELECT FROM " + locked + " WHERE id = 1002 FOR UPDATE", () -> {
            gather(table, () -> vote(path, 1001), () -> {
                vote(path, 1002);
                vote(path, 1003);
            });
            assertThat(batch.remove(2).join().statusCode()).isEqualTo(204);
            awaitLocked(1);
            assertThat(batch.get(1)).isNotDone();
        });

        assertThat(statuses()).containsExactly(204, 204);
        assertThat(service.query("SELECT string_agg(" + helpful + "::text, ',' ORDER BY id) FROM " + table))
                .isEqualTo("1,1,1");
        assertThat(service.query("SELECT count(*) FROM questions.question WHERE answers <> shop.shown_answers(id)"))
                .isEqualTo("0");
    }

    @Test
    void votesWhoseConnectionIsLostFailTogetherAndAreNotRepeated() throws Exception {
        during("LOCK TABLE reviews.review IN SHARE MODE", () -> {
            vote(1001);
            awaitLocked(1);
            vote(1002);
            vote(1003);
            awaitQueued(2);
            endWaitingConnections();
            awaitQueued(0);
            awaitLocked(1);
            endWaitingConnections();

            assertThat(statuses()).containsExactly(503, 503, 503);
        });

        assertThat(service.query("SELECT sum(helpfulness) FROM reviews.review")).isEqualTo("0");
    }

    private static void endWaitingConnections() {
        service.query("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND wait_event_type = 'Lock'");
    }

    @Test
    void reviewsThatWaitTogetherShareATransaction() throws Exception {
        gather("reviews.rating_count", () -> write(3, "held", ""), () -> {
            write(1, "a", ",\"photos\":[\"p\",\"q\"],\"characteristics\":{\"11\":2,\"12\":4}");
            write(2, "b", ",\"photos\":[\"r\"],\"recommend\":true");
            write(1, "c", ",\"characteristics\":{\"11\":5,\"13\":1}");
            write(999_999, "of no product", "");
            write(5, "the first of its product", "");
        });

        assertThat(statuses()).containsExactly(201, 201, 201, 201, 422, 201);
        assertThat(batch.get(4).join().body()).contains("product_id: there is no product 999999");
        assertThat(service.query(
                                "SELECT string_agg(body || photos, ' ' ORDER BY body) || ' in ' || count(DISTINCT xmin::text)"
                                        + " FROM reviews.review WHERE body IN ('a', 'b', 'c')")
                        .replaceAll("\\d+,\"", "\""))
                .isEqualTo("a\"p\",\"q\" b\"r\" c in 1");
        assertThat(service.query("SELECT string_agg(concat_ws(' ', body, photo.url), ',' ORDER BY body, photo.id)"
                        + " FROM reviews.photo JOIN reviews.review ON review.id = review_id"))
                .isEqualTo("a p,a q,b r");
        assertThat(service.query(
                        "SELECT string_agg(concat_ws(' ', body, characteristic_id, value), ',' ORDER BY body, characteristic_id)"
                                + " FROM reviews.characteristic_rating JOIN reviews.review ON review.id = review_id"))
                .isEqualTo("a 11 2,a 12 4,c 11 5");
        assertThat(service.query("SELECT string_agg(concat_ws(' ', product_id, characteristic_id, ratings, total), ','"
                        + " ORDER BY characteristic_id) FROM reviews.characteristic_sum"))
                .isEqualTo("1 11 2 7,1 12 1 4");
        assertThat(service.query("SELECT string_agg(concat_ws(' ', product_id, stars_3, stars_5, recommended), ','"
                        + " ORDER BY product_id) FROM reviews.rating_count"))
                .isEqualTo("1 1 2 1,2 1 1 2,3 1 1 1,5 0 1 0");
    }

    @Test
    void aReviewOfALockedProductLeavesItsBatch() throws Exception {
        during("SELECT FROM reviews.rating_count WHERE product_id = 2 FOR UPDATE", () -> {
            gather("reviews.review", () -> write(3, "held", ""), () -> {
                write(2, "a", "");
                write(1, "b", "");
            });
            assertThat(batch.remove(2).join().statusCode()).isEqualTo(201);
            awaitLocked(1);
            assertThat(batch.get(1)).isNotDone();
        });

        assertThat(statuses()).containsExactly(201, 201);
        assertThat(service.query("SELECT sum(stars_5) FROM reviews.rating_count"))
                .isEqualTo("3");
    }

    @Test
    void aReviewThatCannotBeStoredDoesNotKeepOthersOut() throws Exception {
        service.execute("ALTER TABLE reviews.review ADD CONSTRAINT no_fault CHECK (body <> 'fault')");
        try {
            gather("reviews.rating_count", () -> write(3, "held", ""), () -> {
                write(1, "a", "");
                write(2, "fault", "");
                write(1, "b", "");
            });

            assertThat(statuses()).containsExactly(201, 201, 500, 201);
        } finally {
            service.execute("ALTER TABLE reviews.review DROP CONSTRAINT no_fault");
        }
        assertThat(service.query("SELECT string_agg(body, ',' ORDER BY body) FROM reviews.review WHERE body <> ''"))
                .isEqualTo("a,b,held");
        assertThat(service.query("SELECT string_agg(stars_5::text, ',' ORDER BY product_id) FROM reviews.rating_count"))
                .isEqualTo("2,0,1");
    }
}
