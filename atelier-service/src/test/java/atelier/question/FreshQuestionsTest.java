package atelier.question;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.OwnService;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is in the database is in the next response. Each test has a product of its own. */
@ExtendWith(OwnService.class)
class FreshQuestionsTest {
    @Test
    void whatWasWrittenIsInTheNextResponse(Service service) {
        String questions = "/qa/questions?product_id=70001";
        String answers = "/qa/questions/70001/answers";
        assertThat(service.get(questions).body()).isEqualTo("{\"product_id\":\"70001\",\"results\":[]}");

        service.execute(
                "INSERT INTO questions.question (id, product_id, helpful, date_written, reported, body, asker_name)"
                        + " VALUES (70001, 70001, 0, '2021-03-05', false, 'Why?', 'ada')");
        assertThat(service.get(questions).body())
                .contains("\"question_id\":70001")
                .contains("\"answers\":{}");
        assertThat(service.get(answers).body()).contains("\"results\":[]");

        service.execute("INSERT INTO questions.answer"
                + " (id, question_id, helpful, date_written, reported, body, answerer_name)"
                + " VALUES (70001, 70001, 0, '2021-03-06', false, 'Because', 'bob')");
        assertThat(service.get(questions).body()).contains("\"answers\":{\"70001\":{\"id\":70001,");
        assertThat(service.get(answers).body()).contains("\"answer_id\":70001");

        for (int votes = 1; votes <= 20; votes++) {
            service.execute("UPDATE questions.question SET helpful = helpful + 1 WHERE id = 70001");
            service.execute("UPDATE questions.answer SET helpful = helpful + 1 WHERE id = 70001");
            assertThat(service.get(questions).body())
                    .contains("\"question_helpfulness\":" + votes + ",", "\"helpfulness\":" + votes + ",");
            assertThat(service.get(answers).body()).contains("\"helpfulness\":" + votes + ",");
        }

        service.execute("UPDATE questions.answer SET reported = true WHERE id = 70001");
        assertThat(service.get(questions).body()).contains("\"answers\":{}");
        assertThat(service.get(answers).body()).contains("\"results\":[]");
        service.execute("UPDATE questions.question SET reported = true WHERE id = 70001");
        assertThat(service.get(questions).body()).contains("\"results\":[]");
    }

    @Test
    void everyCharacterThatPostgresqlKeepsIsValidJson(Service service) throws Exception {
        service.execute(
                "INSERT INTO questions.question (id, product_id, helpful, date_written, reported, body, asker_name)"
                        + " SELECT 71001, 71001, 0, '2021-03-05', false, string_agg(chr(code), '' ORDER BY code), E'\\n\\r\\u2029'"
                        + " FROM generate_series(1, 700) code");

        JsonNode question = new ObjectMapper()
                .readTree(service.get("/qa/questions?product_id=71001").body())
                .at("/results/0");

        assertThat(question.get("question_body").asText().codePoints().toArray())
                .isEqualTo(IntStream.rangeClosed(1, 700).toArray());
        assertThat(question.get("asker_name").asText()).isEqualTo("\n\r\u2029");
    }

    @Test
    void countIsCutToTheLargestPageAndPagesFollowEachOther(Service service) {
        service.execute(
                "INSERT INTO questions.question (id, product_id, helpful, date_written, reported, body, asker_name)"
                        + " SELECT id, 80000, 0, '2021-03-05', false, '', '' FROM generate_series(80001, 81005) id");

        List<String> first =
                ids(service.get("/qa/questions?product_id=80000&count=5000").body());
        List<String> second = ids(
                service.get("/qa/questions?product_id=80000&count=5000&page=2").body());

        assertThat(first).hasSize(1_000).startsWith("81005", "81004");
        assertThat(second).containsExactly("80005", "80004", "80003", "80002", "80001");
    }

    @Test
    void requestsOfOneBatchGetTheirOwnRows(Service service) {
        service.execute(
                "INSERT INTO questions.question (id, product_id, helpful, date_written, reported, body, asker_name)"
                        + " SELECT id, id, 0, '2021-03-05', false, 'About ' || id, '' FROM generate_series(90001, 90100) id");

        assertThat(IntStream.rangeClosed(90_001, 90_100)
                        .parallel()
                        .mapToObj(product -> service.get("/qa/questions?product_id=" + product)
                                .body()))
                .allSatisfy(body -> {
                    String product = body.replaceFirst("\\{\"product_id\":\"(\\d+)\".*", "$1");
                    assertThat(body).contains("\"question_body\":\"About " + product + "\"");
                    assertThat(ids(body)).containsExactly(product);
                });
    }

    private static List<String> ids(String body) {
        return Pattern.compile("\"question_id\":(\\d+)")
                .matcher(body)
                .results()
                .map(id -> id.group(1))
                .toList();
    }
}
