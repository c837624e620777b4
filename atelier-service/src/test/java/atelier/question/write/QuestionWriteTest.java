package atelier.question.write;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import atelier.testing.Shopper;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What shoppers' questions, answers and votes store, what is tolerated, and what is refused. */
@ExtendWith(RunningService.class)
class QuestionWriteTest {
    private static final String QUESTION = """
            {"body":"Is it warm?","name":"ana","email":"ana@shop.example","product_id":1}""";
    private static final String ANSWER = """
            {"body":"Very","name":"bob","email":"bob@shop.example","photos":["https://a/1.jpg","C:\\\\fakepath\\\\x.jpg"]}""";

    private static String newest(Service service, String table, String columns) {
        return service.query("SELECT " + columns + " FROM questions." + table + " ORDER BY id DESC LIMIT 1");
    }

    private static String ask(Service service) {
        assertThat(new Shopper(service.port()).post("/qa/questions", QUESTION).statusCode())
                .isEqualTo(201);
        return newest(service, "question", "id");
    }

    private static HttpResponse<String> answer(Service service, String question, String body) {
        return new Shopper(service.port()).post("/qa/questions/" + question + "/answers", body);
    }

    @Test
    void aQuestionIsStored(Service service) {
        HttpResponse<String> response = new Shopper(service.port()).post("/qa/questions", QUESTION);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("Created");
        assertThat(newest(
                        service,
                        "question",
                        "row(product_id, helpful, votes, reported, body, asker_name, asker_email,"
                                + " date_written = (now() AT TIME ZONE 'UTC')::date)"))
                .isEqualTo("(1,0,0,f,\"Is it warm?\",ana,ana@shop.example,t)");
    }

    @Test
    void anAnswerIsStoredWithItsPhotosInOrder(Service service) {
        String question = ask(service);

        HttpResponse<String> response = answer(service, question, ANSWER);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("Created");
        assertThat(newest(
                        service,
                        "answer",
                        "row(question_id = " + question + ", helpful, votes, reported, body, answerer_name,"
                                + " answerer_email, date_written = (now() AT TIME ZONE 'UTC')::date)"))
                .isEqualTo("(t,0,0,f,Very,bob,bob@shop.example,t)");
        assertThat(service.query("SELECT string_agg(url, ' ' ORDER BY id) FROM questions.photo"
                        + " WHERE answer_id = (SELECT max(id) FROM questions.answer)"))
                .isEqualTo("https://a/1.jpg C:\\fakepath\\x.jpg");
        assertThat(newest(
                        service,
                        "answer",
                        "photos = (SELECT string_agg(concat(photo.id, ',', to_json(url)), ',' ORDER BY photo.id)"
                                + " FROM questions.photo WHERE answer_id = answer.id)"))
                .isEqualTo("t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"product_id\":\"1\"}",
                "{\"product_id\":1,\"body\":\"\",\"name\":\"\",\"email\":\"\"}",
                "{\"product_id\":1.0,\"body\":null,\"name\":17,\"photos\":[1],\"extra\":{}}"
            })
    void whatTheLegacyStoredIsStored(String body, Service service) {
        assertThat(new Shopper(service.port()).post("/qa/questions/", body).statusCode())
                .isEqualTo(201);

        assertThat(newest(service, "question", "row(product_id, body)")).isEqualTo("(1,\"\")");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | product_id: must be a whole number from 1 to 2147483647, but is missing",
                "{\"product_id\":\"undefined\"} | product_id: must be a whole number from 1 to 2147483647, but was \\\"undefined\\\"",
                "{\"product_id\":999999} | product_id: there is no product 999999",
                "{\"product_id\":1,\"body\":[\"ana@shop.example\"]} | body: must be a text, but was an array",
                "{\"product_id\":1,\"body\":{\"email\":\"ana@shop.example\"}} | body: must be a text, but was an object",
                "{\"product_id\":[\"ana@shop.example\"]} | product_id: must be a whole number from 1 to 2147483647, but was an array",
                "[] | the body must be a JSON object"
            })
    void whatCannotBeAQuestionIsRefused(String body, String fault, Service service) {
        HttpResponse<String> response = new Shopper(service.port()).post("/qa/questions", body);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body())
                .isEqualTo(
                        "{\"code\":422,\"message\":\"Error: Question body contains invalid entries: " + fault + "\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"photos\":[\"a\",1]} | photos[1]: must be a text, but was 1",
                "{\"photos\":{\"a\":1}} | photos: must be an array of at most 100 texts, but was an object",
                "{\"photos\":[{\"email\":\"ana@shop.example\"}]} | photos[0]: must be a text, but was an object",
                "{\"name\":{}} | name: must be a text",
                "text | the body must be a JSON object"
            })
    void whatCannotBeAnAnswerIsRefused(String body, String fault, Service service) {
        HttpResponse<String> response = answer(service, ask(service), body);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body())
                .isEqualTo("{\"code\":422,\"message\":\"Error: Answer body contains invalid entries: " + fault + "\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "2147483647, There is no question 2147483647",
        "undefined, Error: invalid question id provided",
        "0, Error: invalid question id provided"
    })
    void anAnswerToNoQuestionGets404(String question, String message, Service service) {
        HttpResponse<String> response = answer(service, question, ANSWER);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"code\":404,\"message\":\"" + message + "\"}");
    }

    @Test
    void votesCountAndReportsHideQuestionsAndAnswers(Service service) {
        String question = ask(service);
        answer(service, question, "{}");
        String answer = newest(service, "answer", "id");
        Shopper shopper = new Shopper(service.port());
        for (String path : new String[] {"/qa/questions/" + question, "/qa/answers/" + answer}) {
            assertThat(shopper.put(path + "/helpful").statusCode()).isEqualTo(204);
            assertThat(shopper.put(path + "/helpful").statusCode()).isEqualTo(204);
            assertThat(shopper.put(path + "/report").statusCode()).isEqualTo(204);
        }

        assertThat(newest(service, "question", "row(helpful, votes, reported)")).isEqualTo("(2,3,t)");
        assertThat(newest(service, "answer", "row(helpful, votes, reported)")).isEqualTo("(2,3,t)");
        // A reported question still gives its answers, so it still takes them.
        assertThat(answer(service, question, ANSWER).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"question, questions", "answer, answers"})
    void votesOnWhatIsNotThereReturn404(String thing, String path, Service service) {
        for (String vote : new String[] {"helpful", "report"}) {
            assertThat(new Shopper(service.port())
                            .put("/qa/" + path + "/abc/" + vote)
                            .body())
                    .isEqualTo("{\"code\":404,\"message\":\"Error: invalid " + thing + " id provided\"}");
            assertThat(new Shopper(service.port())
                            .put("/qa/" + path + "/2147483647/" + vote)
                            .body())
                    .isEqualTo("{\"code\":404,\"message\":\"There is no " + thing + " 2147483647\"}");
        }
    }
}
