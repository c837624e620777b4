package atelier.question.write;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.OtherTransaction;
import atelier.testing.OwnService;
import atelier.testing.RunningService.Service;
import atelier.testing.Shopper;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A change of an answer also changes its question, and an import's switch locks the table of questions first. */
@ExtendWith(OwnService.class)
class LockOrderTest {
    /** Several for each connection, so that PostgreSQL runs the plans that it keeps for a prepared statement. */
    private static final int WRITES_BEFORE = 60;

    private static final String QUESTION = """
            DELETE FROM questions.answer WHERE question_id = 70001;
            DELETE FROM questions.question WHERE id = 70001;
            INSERT INTO questions.question (id, product_id, helpful, date_written, reported, body, asker_name)
            VALUES (70001, 1, 0, '2021-03-05', false, 'q', 'n');
            INSERT INTO questions.answer (id, question_id, helpful, date_written, reported, body, answerer_name, photos)
            VALUES (70001, 70001, 0, '2021-03-05', false, 'b', 'n', '')
            """;

    @ParameterizedTest
    @CsvSource({
        "PUT, /qa/answers/70001/helpful, 204",
        "PUT, /qa/answers/70001/report, 204",
        "POST, /qa/questions/70001/answers, 201",
        "PUT, /qa/questions/70001/helpful, 204"
    })
    void aWriteThatWaitsForTheSwitchHoldsNothingThatTheSwitchNeeds(
            String method, String path, int status, Service service) throws Exception {
        service.execute(QUESTION);
        for (int i = 0; i < WRITES_BEFORE; i++) {
            assertThat(write(service, method, path).get(20, TimeUnit.SECONDS).statusCode())
                    .isEqualTo(status);
        }
        CompletableFuture<HttpResponse<String>> waiting;
        try (OtherTransaction switching =
                OtherTransaction.begin(service, "LOCK TABLE questions.question IN ACCESS EXCLUSIVE MODE")) {
            waiting = write(service, method, path);
            OtherTransaction.awaitWaiting(service, 1);

            switching.executeSoon("LOCK TABLE questions.answer IN ACCESS EXCLUSIVE MODE");
        }
        assertThat(waiting.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(status);
    }

    /** The foreign key of an answer that is being written locks the version of the question that the votes have seen. */
    @Test
    void votesThatWaitForAQuestionDoNotWaitForEachOther(Service service) throws Exception {
        service.execute(QUESTION);
        List<CompletableFuture<HttpResponse<String>>> votes = new ArrayList<>();
        try (OtherTransaction answering = OtherTransaction.begin(
                        service, "SELECT FROM questions.question WHERE id = 70001 FOR KEY SHARE");
                OtherTransaction changing = OtherTransaction.begin(
                        service, "UPDATE questions.question SET helpful = 10 WHERE id = 70001")) {
            for (int number = 1; number <= 3; number++) {
                votes.add(write(service, "PUT", "/qa/questions/70001/helpful"));
                OtherTransaction.awaitWaiting(service, number);
            }

            changing.commit();

            for (CompletableFuture<HttpResponse<String>> vote : votes) {
                assertThat(vote.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
            }
            answering.rollback();
        }
        assertThat(service.query("SELECT helpful FROM questions.question WHERE id = 70001"))
                .isEqualTo("13");
    }

    private static CompletableFuture<HttpResponse<String>> write(Service service, String method, String path) {
        return new Shopper(service.port())
                .sendAsync(
                        method,
                        path,
                        method.equals("POST") ? BodyPublishers.ofString("{\"body\":\"b\"}") : BodyPublishers.noBody());
    }
}
