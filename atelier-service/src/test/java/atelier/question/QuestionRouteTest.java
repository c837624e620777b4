package atelier.question;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningService.class)
class QuestionRouteTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void pageOfQuestionsIsTheContractsByteForByte(Service service) {
        assertThat(service.get("/qa/questions?product_id=1&count=3").body())
                .isEqualTo("{\"product_id\":\"1\",\"results\":["
                        + "{\"question_id\":14,\"question_body\":\"One line, a \\\\ and a \\t\","
                        + "\"question_date\":\"2018-11-04T00:00:00.000Z\",\"asker_name\":\"ada\","
                        + "\"question_helpfulness\":7,\"reported\":false,\"answers\":{"
                        + "\"99\":{\"id\":99,\"body\":\"No\",\"date\":\"2019-01-02T00:00:00.000Z\","
                        + "\"answerer_name\":\"ada\",\"helpfulness\":3,\"photos\":[]},"
                        + "\"102\":{\"id\":102,\"body\":\"Yes\",\"date\":\"2019-01-01T00:00:00.000Z\","
                        + "\"answerer_name\":\"bob\",\"helpfulness\":3,\"photos\":[]},"
                        + "\"1000\":{\"id\":1000,\"body\":\"We are \\\"sure\\\"\",\"date\":\"2019-01-03T00:00:00.000Z\","
                        + "\"answerer_name\":\"Seller\",\"helpfulness\":1,\"photos\":"
                        + "[\"C:\\\\fakepath\\\\7.jpg\",\"https://pictures.atelier.example/8.jpg\",\"x\"]}}},"
                        + "{\"question_id\":12,\"question_body\":\"Is it \\\"warm\\\"?\","
                        + "\"question_date\":\"2020-02-29T00:00:00.000Z\",\"asker_name\":\"Großmutter\","
                        + "\"question_helpfulness\":5,\"reported\":false,\"answers\":{}},"
                        + "{\"question_id\":11,\"question_body\":\"Does it shrink?\","
                        + "\"question_date\":\"2021-03-05T00:00:00.000Z\",\"asker_name\":\"ada\","
                        + "\"question_helpfulness\":5,\"reported\":false,\"answers\":{}}]}");
    }

    @Test
    void pageOfAnswersIsTheContractsByteForByte(Service service) {
        assertThat(service.get("/qa/questions/14/answers").body())
                .isEqualTo("{\"question\":\"14\",\"page\":1,\"count\":5,\"results\":["
                        + "{\"answer_id\":102,\"body\":\"Yes\",\"date\":\"2019-01-01T00:00:00.000Z\","
                        + "\"answerer_name\":\"bob\",\"helpfulness\":3,\"photos\":[]},"
                        + "{\"answer_id\":99,\"body\":\"No\",\"date\":\"2019-01-02T00:00:00.000Z\","
                        + "\"answerer_name\":\"ada\",\"helpfulness\":3,\"photos\":[]},"
                        + "{\"answer_id\":1000,\"body\":\"We are \\\"sure\\\"\",\"date\":\"2019-01-03T00:00:00.000Z\","
                        + "\"answerer_name\":\"Seller\",\"helpfulness\":1,\"photos\":["
                        + "{\"id\":7,\"url\":\"C:\\\\fakepath\\\\7.jpg\"},"
                        + "{\"id\":8,\"url\":\"https://pictures.atelier.example/8.jpg\"},"
                        + "{\"id\":10,\"url\":\"x\"}]}]}");
    }

    @Test
    void questionsWithoutReportedOnesAreOrderedByHelpfulnessThenId(Service service) throws Exception {
        JsonNode all = read(service, "/qa/questions?product_id=1&count=100").get("results");

        assertThat(all.findValuesAsText("question_id")).containsExactly("14", "12", "11", "17", "16", "15");
        assertThat(all.get(3).get("question_body").asText()).isEqualTo("\u2028 </script> & '\u007F");
        assertThat(all.get(4).get("question_body").asText()).isEqualTo("Any 大 sizes? 🎨");
        assertThat(all.get(4).get("question_date").asText()).isEqualTo("1969-12-31T00:00:00.000Z");
        assertThat(all.toString()).doesNotContain("mail.example").doesNotContain("reported answer");
    }

    @ParameterizedTest
    @CsvSource({
        "product_id=1,                    14 12 11 17 16",
        "product_id=1&count=2,            14 12",
        "product_id=1&count=2&page=2,     11 17",
        "product_id=1&count=2&page=3,     16 15",
        "product_id=1&count=2&page=4,     ''",
        "product_id=1&page=2,             15",
        "product_id=1&page=9223372036854775807&count=9223372036854775807, ''",
        "product_id=1&count=9007199254740991, 14 12 11 17 16 15",
        "product_id=3,                    31",
        "product_id=0001,                 14 12 11 17 16",
        "product_id=2,                    ''",
        "product_id=999999,               ''",
        "product_id=2147483647,           ''"
    })
    void pageHasTheRowsBehindTheOffset(String query, String ids, Service service) throws Exception {
        HttpResponse<String> response = service.get("/qa/questions?" + query);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(String.join(" ", JSON.readTree(response.body()).findValuesAsText("question_id")))
                .isEqualTo(ids);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page&count",
                "page=&count=",
                "page=0&count=0",
                "page=-1&count=-5",
                "page=one&count=many",
                "page=1.5&count=5.5",
                "page=99999999999999999999&count=99999999999999999999",
                "page=%20&count=%20",
                "page=undefined&count=NaN",
                "unknown=1&page=1&page=2&count=5&count=1"
            })
    void valueThatIsNoNumberFrom1IsTheDefault(String query, Service service) {
        assertThat(service.get("/qa/questions?product_id=1&" + query).body())
                .isEqualTo(service.get("/qa/questions?product_id=1").body());
        assertThat(service.get("/qa/questions/14/answers?" + query).body())
                .isEqualTo(service.get("/qa/questions/14/answers").body());
    }

    @ParameterizedTest
    @CsvSource({
        "'',                                        1, 5,                102 99 1000",
        "count=1,                                   1, 1,                102",
        "page=2&count=1,                            2, 1,                99",
        "page=2&count=2,                            2, 2,                1000",
        "page=3,                                    3, 5,                ''",
        "page=007&count=01,                         7, 1,                ''",
        "count=9007199254740991,                    1, 9007199254740991, 102 99 1000",
        "page=9007199254740991&count=1000,          9007199254740991, 1000, ''"
    })
    void pageOfAnswersRepeatsPageAndCount(String query, String page, String count, String ids, Service service)
            throws Exception {
        JsonNode body = read(service, "/qa/questions/14/answers?" + query);

        assertThat(body.get("page").isNumber()).isTrue();
        assertThat(body.get("page").asText()).isEqualTo(page);
        assertThat(body.get("count").asText()).isEqualTo(count);
        assertThat(String.join(" ", body.findValuesAsText("answer_id"))).isEqualTo(ids);
    }

    @Test
    void reportedQuestionStillGivesItsAnswers(Service service) throws Exception {
        assertThat(read(service, "/qa/questions/13/answers").findValuesAsText("answer_id"))
                .containsExactly("103");
    }

    @ParameterizedTest
    @ValueSource(strings = {"11", "12", "99999", "2147483647"})
    void questionWithoutAnswersAndUnknownQuestionAreEmpty(String question, Service service) {
        HttpResponse<String> response = service.get("/qa/questions/" + question + "/answers");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualTo("{\"question\":\"" + question + "\",\"page\":1,\"count\":5,\"results\":[]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?product_id",
                "?product_id=",
                "?product_id=undefined",
                "?product_id=hello",
                "?product_id=5.55",
                "?product_id=0",
                "?product_id=-1",
                "?product_id=2147483648",
                "?product_id=99999999999999999999",
                "?product_id=1%20",
                "?PRODUCT_ID=1",
                "/?product_id=null"
            })
    void missingOrMalformedProductReturns422(String query, Service service) {
        HttpResponse<String> response = service.get("/qa/questions" + query);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).isEqualTo("{\"code\":422,\"message\":\"Error: invalid product_id provided\"}");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0", "-1", "1.5", "2147483648", "99999999999999999999", "undefined", "%20"})
    void malformedQuestionReturns404(String question, Service service) {
        HttpResponse<String> response = service.get("/qa/questions/" + question + "/answers");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"code\":404,\"message\":\"Error: invalid question id provided\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/qa/questions/?product_id=1",
                "/api/fec2/hr-lax/qa/questions?product_id=1",
                "/api/fec2/rfp/qa/questions/?product_id=1",
                "/qa/questions?product%5Fid=1",
                "/qa/questions?product_id=%31"
            })
    void everySpellingOfTheUrlHasTheSameResponse(String path, Service service) {
        assertThat(service.get(path).body())
                .isEqualTo(service.get("/qa/questions?product_id=1").body());
    }

    @Test
    void responseMustBeRevalidatedAndHasAnEntityTag(Service service) {
        for (String path :
                List.of("/qa/questions?product_id=1", "/qa/questions/14/answers", "/qa/questions/+/answers")) {
            HttpResponse<String> response = service.get(path.replace("+", "14"));
            assertThat(response.headers().allValues("Content-Type")).containsExactly("application/json");
            assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-cache");
            assertThat(response.headers().allValues("X-Accel-Expires")).containsExactly("@1");
            String tag = response.headers().firstValue("ETag").orElseThrow();

            HttpResponse<String> known = service.get(path.replace("+", "14"), "If-None-Match", tag);
            assertThat(known.statusCode()).isEqualTo(304);
            assertThat(known.headers().allValues("X-Accel-Expires")).containsExactly("@1");
        }
    }

    private static JsonNode read(Service service, String path) throws Exception {
        return JSON.readTree(service.get(path).body());
    }
}
