package atelier.frontends;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.frontends.SharedShop.Shop;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reads of published frontends, and the values that they compute from the responses. */
@ExtendWith(SharedShop.class)
class ReadHabitsTest {
    /** The second URL is the shortest that means the same. */
    @ParameterizedTest
    @CsvSource({
        "/api/fec2/hr-sfo/reviews?product_id=1, /reviews?product_id=1",
        "/api/fec2/hrnyc/reviews/meta?product_id=1, /reviews/meta?product_id=1",
        "/api/fec2/rfp/qa/questions?product_id=1, /qa/questions?product_id=1",
        "/api/fec2/hr-atx/qa/questions/593466/answers, /qa/questions/593466/answers",
        "/reviews/?product_id=1&sort=newest&count=2&page=1, /reviews?product_id=1&sort=newest&count=2",
        "/reviews/?page=1&count=1000&sort=relevant&product_id=1, /reviews?product_id=1&count=1000",
        "/reviews?product_id=1&sort=undefined, /reviews?product_id=1",
        "/reviews?product_id=1&sort=2, /reviews?product_id=1",
        "/reviews?product_id=1&sort=Newest, /reviews?product_id=1",
        "/reviews?product_id=1&sort=relevance, /reviews?product_id=1",
        "/reviews?product_id=1&page&count, /reviews?product_id=1",
        "/reviews?product_id=1&page=undefined&count=NaN&sort=, /reviews?product_id=1",
        "/reviews?product_id=1&page=0&count=0, /reviews?product_id=1",
        "/reviews?product_id=1&page=-1&count=-1, /reviews?product_id=1",
        "/reviews?product_id=1&page=1.5&count=1e3, /reviews?product_id=1",
        "/reviews?product_id=1&count=99999999999999999999, /reviews?product_id=1",
        "/reviews?product_id=1&product_id=8, /reviews?product_id=1",
        "/reviews?0=%3Fproduct_id%3D1&product_id=1, /reviews?product_id=1",
        "/reviews?product_id=1&activeFilters=%7B%225%22:true%7D&photos[]=a, /reviews?product_id=1",
        "/reviews/meta/?product_id=1, /reviews/meta?product_id=1",
        "/reviews/meta?product_id=1&page=1&count=1000, /reviews/meta?product_id=1",
        "/reviews/meta?product_id=1&0=%3Fproduct_id%3D1, /reviews/meta?product_id=1",
        "/qa/questions/?product_id=1&page=1&count=100, /qa/questions?product_id=1&count=100",
        "/qa/questions?product_id=1&page=undefined&count=undefined, /qa/questions?product_id=1",
        "/qa/questions?product_id=1&count=0, /qa/questions?product_id=1",
        "/qa/questions/593466/answers/?count=100, /qa/questions/593466/answers?count=100",
        "/qa/questions/593466/answers?question_id=593466&page=null&count=, /qa/questions/593466/answers"
    })
    void unusualUrlsReturnTheSame(String unusual, String plain, Shop shop) {
        HttpResponse<String> expected = shop.get(plain);
        HttpResponse<String> response = shop.get(unusual);

        assertThat(expected.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(expected.body());
        assertThat(response.headers().firstValue("ETag"))
                .isEqualTo(expected.headers().firstValue("ETag"));
        assertThat(response.statusCode()).isEqualTo(200);
    }

    /** The first API had these until 2020. */
    @ParameterizedTest
    @ValueSource(
            strings = {"/reviews/1/list", "/reviews/1/meta", "/qa/1", "/qa/593466/answers", "/products/list", "/cart/1"
            })
    void olderPathsAreNotFound(String path, Shop shop) {
        HttpResponse<String> response = shop.get(path);

        assertThat(response.statusCode()).isIn(400, 404);
        assertThat(Shop.json(response).get("message").asText()).isNotEmpty();
    }

    /** Express forwards the body that it has made for a GET without one, and some frontends' axios sends the query as a body. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/reviews?product_id=1",
                "/reviews/meta?product_id=1",
                "/qa/questions/?product_id=1",
                "/qa/questions/593466/answers",
                "/products/1",
                "/cart"
            })
    void getsWithAJsonBodyReturnTheSame(String path, Shop shop) {
        for (String body : List.of("{}", "{\"product_id\":2,\"page\":9}", "null", "")) {
            HttpResponse<String> response = shop.send("GET", Shop.BASE + path, Shop.JSON, body);

            assertThat(response.statusCode()).as(body).isEqualTo(200);
            assertThat(response.body()).as(body).isEqualTo(shop.get(path).body());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/reviews?product_id=undefined, 422, invalid product_id",
        "/reviews/?product_id=undefined&count=undefined&sort=undefined, 422, invalid product_id",
        "/reviews/meta?product_id=undefined, 422, invalid product_id",
        "/reviews/meta?product_id=NaN, 422, invalid product_id",
        "/reviews/meta?product_id=[object%20Object], 422, invalid product_id",
        "/reviews, 422, invalid product_id",
        "/qa/questions, 422, invalid product_id",
        "/qa/questions/?product_id=null&count=4, 422, invalid product_id",
        "/qa/questions/undefined/answers?count=200, 404, invalid question id",
        "/qa/questions/:question_id/answers, 404, invalid question id",
        "/qa/questions593466/answers, 404, qa/questions593466",
        "/undefined/reviews/meta, 404, undefined",
        "/reviews/1/1, 404, reviews/1/1"
    })
    void callsBeforeThePageKnowsItsProductReturnAJsonError(String path, int status, String message, Shop shop) {
        HttpResponse<String> response = shop.get(Shop.BASE + path, "Authorization", "undefined");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode error = Shop.json(response);
        assertThat(error.get("code").asInt()).isEqualTo(status);
        assertThat(error.get("message").asText()).contains(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "5000", "9001", "19089", "9007199254740991"})
    void countIsEchoedAsANumberHoweverLarge(String count, Shop shop) {
        JsonNode reviews = shop.read("/reviews?product_id=1&count=" + count);
        JsonNode answers = shop.read("/qa/questions/593466/answers?count=" + count);

        assertThat(reviews.get("count").isIntegralNumber()).isTrue();
        assertThat(reviews.get("count").asText()).isEqualTo(count);
        assertThat(answers.get("count").asText()).isEqualTo(count);
        assertThat(shop.read("/qa/questions?product_id=1&count=" + count).get("results"))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/reviews?product_id=8", "/qa/questions?product_id=8", "/qa/questions/600004/answers"})
    void aPageHasFiveRowsUnlessItAsksForMore(String path, Shop shop) {
        assertThat(shop.read(path).get("results")).hasSize(5);
        assertThat(shop.read(path + (path.contains("?") ? "&" : "?") + "count=9")
                        .get("results"))
                .hasSize(9);
    }

    @Test
    void ratingsAndRecommendationsAreSummedUpAsNumbers(Shop shop) {
        JsonNode meta = shop.read("/reviews/meta?product_id=1");
        double stars = 0;
        int reviews = 0;
        for (int star = 1; star <= 5; star++) {
            JsonNode count = meta.get("ratings").path(String.valueOf(star));
            // Frontends test for undefined, and call parseInt on the rest.
            if (!count.isMissingNode()) {
                assertThat(count.isTextual()).isTrue();
                stars += star * Integer.parseInt(count.asText());
                reviews += Integer.parseInt(count.asText());
            }
        }
        int recommended = Integer.parseInt(meta.get("recommended").get("true").asText());
        int notRecommended =
                Integer.parseInt(meta.get("recommended").get("false").asText());

        assertThat(reviews).isEqualTo(5).isEqualTo(recommended + notRecommended);
        assertThat(stars / reviews).isEqualTo(3.6);
        assertThat(Math.round(100.0 * recommended / reviews)).isEqualTo(60);
        assertThat(meta.get("product_id").asText()).isEqualTo("1");
    }

    @Test
    void positionOnABarIsComputedFromTheTextOfAValue(Shop shop) {
        JsonNode characteristics = shop.read("/reviews/meta?product_id=1").get("characteristics");

        assertThat(Double.parseDouble(characteristics.get("Fit").get("value").asText()) / 5 * 100)
                .isBetween(53.33, 53.34);
        assertThat(characteristics.get("Fit").get("value").asText().substring(0, 4))
                .isEqualTo("2.66");
        assertThat(characteristics.get("Length").get("value").isNull()).isTrue();
        assertThat(characteristics.get("Fit").get("id").isInt()).isTrue();
    }

    @Test
    void productWithoutReviewsHasEmptyObjectsAndLists(Shop shop) {
        JsonNode meta = shop.read("/reviews/meta?product_id=3");

        assertThat(meta.get("ratings")).isEqualTo(Shop.json("{}"));
        assertThat(meta.get("recommended")).isEqualTo(Shop.json("{}"));
        assertThat(meta.get("characteristics")).isEqualTo(Shop.json("{}"));
        assertThat(shop.read("/reviews?product_id=3").get("results")).isEqualTo(Shop.json("[]"));
        assertThat(shop.read("/qa/questions?product_id=3").get("results")).isEqualTo(Shop.json("[]"));
    }

    @Test
    void datesAreCutAtFixedPositions(Shop shop) {
        Stream<JsonNode> dates = Stream.of(
                shop.read("/reviews?product_id=1").at("/results/0/date"),
                shop.read("/qa/questions?product_id=1").at("/results/0/question_date"),
                shop.read("/qa/questions?product_id=1").at("/results/2/answers/5539455/date"),
                shop.read("/qa/questions/593466/answers").at("/results/0/date"));

        assertThat(dates.map(JsonNode::asText)).allSatisfy(date -> {
            assertThat(date).hasSize(24).endsWith("T00:00:00.000Z");
            assertThat(date.substring(0, date.length() - 14)).matches("20(18|2[01])-\\d\\d-\\d\\d");
        });
    }

    @Test
    void answersOfAQuestionAreSortedByThePage(Shop shop) {
        JsonNode question = shop.read("/qa/questions?product_id=1").at("/results/2");
        List<JsonNode> answers = new ArrayList<>();
        question.get("answers").forEach(answers::add);
        answers.sort(Comparator.comparing(
                        (JsonNode answer) -> answer.get("helpfulness").asInt())
                .reversed());
        answers.sort(Comparator.comparing(
                (JsonNode answer) -> !answer.get("answerer_name").asText().equalsIgnoreCase("seller")));

        assertThat(question.get("question_id").asInt()).isEqualTo(593466);
        assertThat(answers).extracting(answer -> answer.get("id").asInt()).startsWith(5539455);
        assertThat(answers).hasSize(3);
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.get("photos").isArray()).isTrue();
            assertThat(question.get("answers").get(answer.get("id").asText())).isEqualTo(answer);
            assertThat(answer.get("photos")).allMatch(JsonNode::isTextual);
        });
    }

    @Test
    void photosOfReviewsAndAnswersAreObjectsWithAnAddress(Shop shop) {
        JsonNode review = shop.read("/reviews?product_id=1").at("/results/0");
        JsonNode answer = shop.read("/qa/questions/593466/answers?count=100").at("/results/1");

        assertThat(review.get("photos"))
                .extracting(photo -> photo.get("url").asText())
                .containsExactly("https://pictures.example/a.jpg", "https://pictures.example/b.jpg");
        assertThat(answer.get("photos"))
                .extracting(photo -> photo.get("url").asText())
                .containsExactly("https://pictures.example/c.jpg", "https://pictures.example/d.jpg");
        // A page shows the seller's response unless it is null or empty.
        assertThat(shop.read("/reviews?product_id=1").get("results"))
                .allMatch(each ->
                        each.get("response").isNull() || each.get("response").isTextual());
    }

    @ParameterizedTest
    @CsvSource({
        "/reviews?product_id=8&count=5, review_id, 23",
        "/qa/questions?product_id=8, question_id, 12",
        "/qa/questions/593466/answers?count=2, answer_id, 3"
    })
    void aPageReadsListsUntilOneIsEmpty(String path, String id, int rows, Shop shop) {
        List<Integer> ids = new ArrayList<>();
        String separator = path.contains("?") ? "&" : "?";
        for (int page = 1; ; page++) {
            JsonNode results = shop.read(path + separator + "page=" + page).get("results");
            if (results.isEmpty()) {
                break;
            }
            results.forEach(row -> ids.add(row.get(id).asInt()));
        }

        assertThat(ids).hasSize(rows).doesNotHaveDuplicates();
    }

    /** A page with six related products calls for everything at once, and its proxy gives up after a second. */
    @Test
    void thirtyFiveCallsAtOnceAllSucceed(Shop shop) {
        List<String> paths = new ArrayList<>(List.of(
                "/reviews?product_id=1&count=1000",
                "/reviews?product_id=1&count=2&sort=newest",
                "/qa/questions?product_id=1&count=100",
                "/qa/questions/593466/answers?count=100",
                "/cart"));
        for (int related : new int[] {1, 2, 3, 5, 8, 1}) {
            paths.addAll(List.of(
                    "/products/" + related,
                    "/products/" + related + "/styles",
                    "/products/" + related + "/related",
                    "/reviews/meta?product_id=" + related,
                    "/reviews/?product_id=" + related));
        }
        assertThat(paths).hasSize(35);
        for (int round = 0; round < 3; round++) {
            List<CompletableFuture<HttpResponse<String>>> calls = paths.stream()
                    .map(path -> shop.begin("GET", Shop.BASE + path))
                    .toList();

            assertThat(calls).extracting(call -> call.join().statusCode()).containsOnly(200);
        }
    }
}
