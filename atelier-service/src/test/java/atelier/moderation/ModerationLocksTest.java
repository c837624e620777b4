package atelier.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.OtherTransaction;
import atelier.testing.RunningService.Service;
import atelier.testing.Shopper;
import io.dropwizard.testing.ConfigOverride;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Moderators and shoppers who change the same rows wait for each other, and never in a circle. */
class ModerationLocksTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    private static Service service;
    private static Shopper client;

    @BeforeAll
    static void start() {
        service = new Service(
                ConfigOverride.config("changes.tokens", "alice:" + TOKEN),
                // A busy machine may need longer for a lock.
                ConfigOverride.config("database.poolWait", "9s"),
                ConfigOverride.config("database.readLimit", "9s"),
                ConfigOverride.config("database.statementTimeout", "18s"));
        client = new Shopper(service.port());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** Answers 11 and 12 belong to question 2, and answer 5 to question 1. */
    @BeforeEach
    void fill() {
        service.execute("""
                UPDATE reviews.review SET reported = false;
                DELETE FROM questions.photo; DELETE FROM questions.answer; DELETE FROM questions.question;
                INSERT INTO questions.question (id, product_id, helpful, date_written, reported, body, asker_name)
                SELECT id, 1, 0, '2021-03-05', false, 'q', 'n' FROM generate_series(1, 2) AS id;
                INSERT INTO questions.answer (id, question_id, helpful, date_written, reported, body, answerer_name, photos)
                SELECT id, CASE WHEN id = 5 THEN 1 ELSE 2 END, 0, '2021-03-05', id < 12, 'a', 'n', ''
                FROM unnest(ARRAY[5, 11, 12]) AS id;
                SELECT pg_stat_reset()
                """);
    }

    @AfterEach
    void noDeadlockWasFound() {
        assertThat(service.query("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
                .isEqualTo("0");
    }

    private static CompletableFuture<HttpResponse<String>> moderate(String method, String path, String body) {
        return client.sendAsync(
                method,
                path,
                BodyPublishers.ofString(body),
                "Authorization",
                "Bearer " + TOKEN,
                "Content-Type",
                "application/json");
    }

    private static CompletableFuture<HttpResponse<String>> clear(Action action) {
        return moderate("POST", "/reported/clear", "{\"product_id\": 1, \"action\": \"" + action.word() + "\"}");
    }

    private static int status(CompletableFuture<HttpResponse<String>> response) throws Exception {
        return response.get(20, TimeUnit.SECONDS).statusCode();
    }

    /** The answer is added after the moderator has locked the others, and before the question is locked. */
    @Test
    void aModeratorOfAQuestionDoesNotWaitForAVoteOnANewAnswerThatWaitsForTheQuestion() throws Exception {
        CompletableFuture<HttpResponse<String>> deleted;
        try (OtherTransaction answering =
                        OtherTransaction.begin(service, "SELECT FROM questions.question WHERE id = 2 FOR KEY SHARE");
                OtherTransaction vote = OtherTransaction.begin(service, "SELECT")) {
            deleted = moderate("DELETE", "/qa/questions/2", "");
            OtherTransaction.awaitWaiting(service, 1);
            assertThat(client.post("/qa/questions/2/answers", "{\"body\":\"new\"}")
                            .statusCode())
                    .isEqualTo(201);
            vote.execute("SELECT FROM questions.answer WHERE body = 'new' FOR NO KEY UPDATE");
            answering.commit();
            vote.awaitBlocks();

            vote.executeSoon("UPDATE questions.answer SET helpful = 1 WHERE body = 'new'");
            vote.commit();
        }

        assertThat(status(deleted)).isEqualTo(204);
        assertThat(service.query("SELECT count(*) FROM questions.answer")).isEqualTo("1");
    }

    /** One begins before a question is reported, the other after that. So the other locks the question's answers first. */
    @Test
    void moderatorsOfOneProductWaitForEachOther() throws Exception {
        CompletableFuture<HttpResponse<String>> first;
        CompletableFuture<HttpResponse<String>> second;
        try (OtherTransaction vote =
                OtherTransaction.begin(service, "SELECT FROM questions.answer WHERE id = 5 FOR UPDATE")) {
            first = clear(Action.RESTORE);
            OtherTransaction.awaitWaiting(service, 1);
            assertThat(client.put("/qa/questions/2/report").statusCode()).isEqualTo(204);
            second = clear(Action.DELETE);
            OtherTransaction.awaitWaiting(service, 2);
            vote.commit();
        }

        assertThat(status(first)).isEqualTo(200);
        assertThat(status(second)).isEqualTo(200);
        assertThat(service.query("SELECT string_agg(id::text, ' ') FROM questions.answer"))
                .isEqualTo("5");
    }
}
