package atelier.frontends;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.frontends.SharedShop.Shop;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Helpful votes and reports of published frontends: PUTs with all kinds of bodies, and the reads that follow at once. */
@ExtendWith(SharedShop.class)
class VotesTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    /** Each line is the type and the body of a PUT, as axios, fetch or jQuery send them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
                    - | -
                    application/x-www-form-urlencoded | -
                    application/x-www-form-urlencoded | 6
                    application/x-www-form-urlencoded | review_id=1&helpfulness=7
                    application/json | {}
                    application/json | null
                    application/json | ``
                    application/json | {"helpfulness":70}
                    application/json | {"params":{"qId":1,"page":1,"count":10}}
                    application/json | {"headers":{"Authorization":"ghp_secret"}}
                    application/json;charset=utf-8 | {"report":true,"question_id":1}
                    application/json | {not JSON
                    multipart/form-data; boundary=x | --x--
                    text/plain;charset=UTF-8 | x
                    - | x
                    """)
    void everyBodyOfAVoteCountsOnce(@Nullable String type, @Nullable String body, Shop shop) {
        votes(shop, "/reviews/690001", type, body, "/reviews?product_id=8&count=100", "review_id", "helpfulness");
        votes(
                shop,
                "/qa/questions/600002",
                type,
                body,
                "/qa/questions?product_id=8&count=100",
                "question_id",
                "question_helpfulness");
        votes(
                shop,
                "/qa/answers/5539457",
                type,
                body,
                "/qa/questions/593466/answers?count=100",
                "answer_id",
                "helpfulness");
    }

    private static void votes(
            Shop shop, String path, @Nullable String type, @Nullable String body, String list, String id, String key) {
        int before = row(shop, list, id, path).get(key).asInt();

        HttpResponse<String> response = shop.send("PUT", Shop.BASE + path + "/helpful", type, body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(row(shop, list, id, path).get(key).asInt()).isEqualTo(before + 1);
    }

    private static JsonNode row(Shop shop, String list, String id, String path) {
        return StreamSupport.stream(shop.read(list).get("results").spliterator(), false)
                .filter(row -> path.endsWith("/" + row.get(id).asText()))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/helpful/",
                "/helpful?question_id=593466",
                "/helpful?answer_id=&params[]=1",
                "/helpful/?reviewID=690002"
            })
    void slashesAndQueriesAreIgnored(String end, Shop shop) {
        String list = "/reviews?product_id=8&count=100";
        int before = row(shop, list, "review_id", "/reviews/690002")
                .get("helpfulness")
                .asInt();

        HttpResponse<String> response = shop.send("PUT", "/reviews/690002" + end, null, null);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
        assertThat(row(shop, list, "review_id", "/reviews/690002")
                        .get("helpfulness")
                        .asInt())
                .isEqualTo(before + 1);
    }

    @ParameterizedTest
    @CsvSource({
        "/reviews/690003, /reviews?product_id=8&count=100",
        "/qa/questions/600003, /qa/questions?product_id=8&count=100",
        "/qa/answers/5539455, /qa/questions/593466/answers?count=100"
    })
    void whatWasReportedIsGoneInTheNextRead(String path, String list, Shop shop) {
        int before = shop.read(list).get("results").size();

        // A second click changes nothing more.
        for (int click = 0; click < 2; click++) {
            assertThat(shop.send("PUT", path + "/report", FORM, "{}").statusCode())
                    .isEqualTo(204);
        }

        assertThat(shop.read(list).get("results"))
                .hasSize(before - 1)
                .noneMatch(row -> row.toString().contains(path.substring(path.lastIndexOf('/') + 1)));
        shop.service()
                .execute("UPDATE reviews.review SET reported = false WHERE id = 690003;"
                        + "UPDATE questions.question SET reported = false WHERE id = 600003;"
                        + "UPDATE questions.answer SET reported = false WHERE id = 5539455");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/reviews/undefined/helpful",
                "/reviews/99999999/helpful",
                "/reviews/99999999/report",
                "/reviews/:review_id/report",
                "/reviews/0/helpful",
                "/qa/questions/undefined/helpful",
                "/qa/questions/99999999/report",
                "/qa/answers/NaN/helpful",
                "/qa/answers/99999999/report",
                "/qa/answers/1.5/helpful"
            })
    void votesForNothingAreNotFound(String path, Shop shop) {
        HttpResponse<String> response = shop.send("PUT", Shop.BASE + path, Shop.JSON, "{}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(404);
        assertThat(Shop.json(response).get("message").asText()).isNotEmpty();
    }
}
