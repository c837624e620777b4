package atelier.question;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.OwnService;
import atelier.testing.RunningService.Service;
import atelier.testing.Shopper;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The JSON of its answers that a question has in its row. Each test has a product of its own. */
@ExtendWith(OwnService.class)
class ShownAnswersTest {
    private static final String QUESTION =
            "INSERT INTO questions.question (id, product_id, helpful, date_written, reported, body, asker_name)"
                    + " VALUES (%1$s, %1$s, 3, '2021-03-05', false, 'q', 'n');";

    private static final String ANSWERS = "INSERT INTO questions.answer"
            + " (id, question_id, helpful, date_written, reported, body, answerer_name, photos)"
            + " SELECT id, %1$s, 0, '2021-03-06', false, 'b', 'n', '' FROM generate_series(%2$s, %3$s) id;";

    private static String page(Service service, int product) {
        return service.get("/qa/questions?product_id=" + product).body();
    }

    private static JsonNode answers(Service service, int product) throws Exception {
        return new ObjectMapper().readTree(page(service, product)).at("/results/0/answers");
    }

    /** Returns the JSON in the row of a question. */
    private static String stored(Service service, int question) {
        return service.query("SELECT answers FROM questions.question WHERE id = " + question);
    }

    @Test
    void everyTextLooksTheSameAsIfItWereLookedUp(Service service) {
        service.execute(QUESTION.formatted(90_001) + """
                INSERT INTO questions.answer (id, question_id, helpful, date_written, reported, body, answerer_name, photos)
                SELECT 90001, 90001, 7, '0987-12-31', false, string_agg(chr(code), '' ORDER BY code), E'\\n"\\\\\\u2029', ''
                FROM generate_series(1, 700) code;
                INSERT INTO questions.answer (id, question_id, helpful, date_written, reported, body, answerer_name, photos)
                SELECT 90000 + n, 90001, 5 - n, '2021-03-05', false, '', '', (
                    SELECT string_agg(concat(n * 10 + i, ',', to_json(url)), ',' ORDER BY i)
                    FROM unnest((ARRAY[
                        'https://p.example/1', '', '7,"8",9', 'C:\\fakepath\\7.jpg', 'a\\', '"', E'\\t,5,"', 'Zoë 17,"x"'])[:n])
                        WITH ORDINALITY AS photo (url, i))
                FROM generate_series(2, 8) n
                """);

        assertThat(stored(service, 90_001)).isNotNull();
        String page = page(service, 90_001);
        service.execute("UPDATE questions.question SET answers = NULL WHERE id = 90001");

        assertThat(page).isEqualTo(page(service, 90_001)).contains("0987-12-31T");
    }

    @Test
    void aQuestionWithoutAnswersHasNone(Service service) throws Exception {
        service.execute(QUESTION.formatted(90_100));

        assertThat(stored(service, 90_100)).isEmpty();
        assertThat(answers(service, 90_100)).isEmpty();
    }

    @Test
    void moreAnswersThanUsualAreLookedUp(Service service) throws Exception {
        service.execute(QUESTION.formatted(90_201) + ANSWERS.formatted(90_201, 90_201, 90_220));
        assertThat(stored(service, 90_201)).isNotNull();
        assertThat(answers(service, 90_201)).hasSize(20);

        service.execute(ANSWERS.formatted(90_201, 90_221, 90_221));

        assertThat(stored(service, 90_201)).isNull();
        assertThat(answers(service, 90_201)).hasSize(21);
        service.execute("UPDATE questions.answer SET reported = true WHERE id BETWEEN 90201 AND 90220");
        assertThat(answers(service, 90_201)).hasSize(1);
    }

    @Test
    void longAnswersAreLookedUp(Service service) throws Exception {
        service.execute(QUESTION.formatted(90_301) + ANSWERS.formatted(90_301, 90_301, 90_302)
                + "UPDATE questions.answer SET body = repeat('long', 800) WHERE id = 90302");

        assertThat(stored(service, 90_301)).isNull();
        assertThat(answers(service, 90_301).get("90302").get("body").textValue())
                .hasSize(3_200);
    }

    @Test
    void whatIsDeletedOrMovedIsNotShown(Service service) throws Exception {
        service.execute(
                QUESTION.formatted(90_401) + QUESTION.formatted(90_402) + ANSWERS.formatted(90_401, 90_401, 90_403)
                        + "DELETE FROM questions.answer WHERE id = 90402;"
                        + " UPDATE questions.answer SET question_id = 90402 WHERE id = 90403");

        assertThat(answers(service, 90_401).fieldNames()).toIterable().containsExactly("90401");
        assertThat(answers(service, 90_402).fieldNames()).toIterable().containsExactly("90403");
    }

    /** The questions of all rows that a statement changes, before and after that. */
    @Test
    void aStatementMayChangeAnswersOfManyQuestions(Service service) {
        for (int question = 90_601; question <= 90_603; question++) {
            service.execute(
                    QUESTION.formatted(question) + ANSWERS.formatted(question, question * 10, question * 10 + 2));
        }
        for (String statement : List.of(
                "UPDATE questions.answer SET helpful = 7",
                "UPDATE questions.answer SET question_id = 90603 WHERE id IN (906011, 906021)",
                "UPDATE questions.answer SET body = 'c' WHERE false",
                "INSERT INTO questions.answer SELECT * FROM questions.answer"
                        + " WHERE id = 906010 ON CONFLICT (id) DO UPDATE SET body = 'again'",
                "DELETE FROM questions.answer WHERE id IN (906012, 906030, 906031)")) {
            service.execute(statement);

            assertThat(service.query("SELECT count(*) FROM questions.question WHERE id BETWEEN 90601 AND 90603"
                            + " AND answers = shop.shown_answers(id)"))
                    .as(statement)
                    .isEqualTo("3");
        }
        assertThat(page(service, 90_603)).contains("\"906011\"", "\"906021\"", "\"906032\"");
    }

    /** Each question has fewer answers than are too many. */
    @Test
    void whateverIsWrittenAtOnceIsShown(Service service) {
        List<Integer> questions = IntStream.range(90_501, 90_504).boxed().toList();
        questions.forEach(question -> service.execute(
                QUESTION.formatted(question) + ANSWERS.formatted(question, question * 100, question * 100 + 5)));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<CompletableFuture<Void>> shoppers = new ArrayList<>();
        try {
            for (int seed = 0; seed < 8; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                shoppers.add(CompletableFuture.runAsync(() -> write(service, questions, random), threads));
            }
            shoppers.forEach(CompletableFuture::join);
        } finally {
            threads.shutdownNow();
        }

        assertThat(service.query(
                        "SELECT count(answers) FROM questions.question WHERE product_id BETWEEN 90501 AND 90503"))
                .isEqualTo("3");
        assertThat(service.query("SELECT string_agg(id::text, ' ') FROM questions.question"
                        + " WHERE product_id BETWEEN 90501 AND 90503 AND answers <> shop.shown_answers(id)"))
                .isNull();
        assertThat(
                        service.query(
                                "SELECT (SELECT sum(helpful) FROM questions.answer WHERE question_id BETWEEN 90501 AND 90503)"
                                        + " + (SELECT sum(helpful - 3) FROM questions.question WHERE id BETWEEN 90501 AND 90503)"))
                .isEqualTo(Integer.toString(8 * 38));
        assertThat(service.query("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
                .isEqualTo("0");
    }

    /** The trigger runs with the rights of its owner. */
    @Test
    void whatRunsAsItsOwnerIsClosedToOthersAndFindsNoForeignObjects(Service service) {
        assertThat(service.query("""
                SELECT prosecdef AND proconfig @> ARRAY['search_path=pg_catalog, pg_temp']
                    AND NOT EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0)
                FROM pg_proc WHERE oid = 'shop.show_answers()'::regprocedure
                """)).isEqualTo("t");
    }

    private static void write(Service service, List<Integer> questions, SplittableRandom random) {
        Shopper shopper = new Shopper(service.port());
        for (int i = 0; i < 40; i++) {
            int question = questions.get(random.nextInt(questions.size()));
            if (i == 10) {
                assertThat(shopper.post("/qa/questions/" + question + "/answers", "{\"body\":\"b\",\"photos\":[\"u\"]}")
                                .statusCode())
                        .isEqualTo(201);
            } else if (i == 20) {
                assertThat(shopper.put("/qa/answers/" + (question * 100 + 5) + "/report")
                                .statusCode())
                        .isEqualTo(204);
            } else if (i % 3 == 0) {
                assertThat(shopper.put("/qa/questions/" + question + "/helpful").statusCode())
                        .isEqualTo(204);
            } else {
                int answer = question * 100 + random.nextInt(5);
                assertThat(shopper.put("/qa/answers/" + answer + "/helpful").statusCode())
                        .isEqualTo(204);
            }
        }
    }
}
