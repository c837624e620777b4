package atelier.review;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reviews of product 1 in the fixture are 1 to 6, of which 4 is reported. */
@ExtendWith(RunningService.class)
class ReviewListTest {
    private static JsonNode list(Service service, String query) {
        HttpResponse<String> response = service.get("/reviews?" + query);
        assertThat(response.statusCode()).as(query).isEqualTo(200);
        try {
            return new ObjectMapper().readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Integer> ids(Service service, String query) {
        return list(service, query).findValues("review_id").stream()
                .map(JsonNode::asInt)
                .toList();
    }

    @Test
    void theBodyIsThatOfTheOriginal(Service service) {
        assertThat(service.get("/reviews?product_id=1&count=1&sort=newest").body())
                .isEqualTo("{\"product\":\"1\",\"page\":0,\"count\":1,\"results\":["
                        + "{\"review_id\":5,\"rating\":5,\"summary\":\"Naïve 大 😀\",\"recommend\":true,\"response\":\"null\","
                        + "\"body\":\"</script>&'\",\"date\":\"2021-03-05T00:00:00.000Z\",\"reviewer_name\":\"\",\"helpfulness\":0,"
                        + "\"photos\":[{\"id\":3,\"url\":\"blob:http://localhost:3000/0b1c\"},"
                        + "{\"id\":11,\"url\":\"C:\\\\fakepath\\\\x.jpg\"},"
                        + "{\"id\":12,\"url\":\"https://pictures.atelier.example/b.jpg?w=1&h=2\"}]}]}");
        assertThat(service.get("/reviews?product_id=1&page=2&count=3").body())
                .startsWith("{\"product\":\"1\",\"page\":3,\"count\":3,\"results\":["
                        + "{\"review_id\":3,\"rating\":3,\"summary\":\"Says \\\"apron\\\"\",\"recommend\":true,"
                        + "\"response\":\"Thank you for \\\"telling\\\" us: \u2028 null\","
                        + "\"body\":\"A\\\\B / C\\u000bD\\tE\\u0001\",\"date\":\"2021-01-08T00:00:00.000Z\","
                        + "\"reviewer_name\":\"Zoë\",\"helpfulness\":8,\"photos\":[]},{\"review_id\":5,");
    }

    @Test
    void aResponseIsNullEmptyOrTextAndNeverMissing(Service service) {
        JsonNode reviews = list(service, "product_id=1&sort=helpful").get("results");

        assertThat(reviews)
                .allSatisfy(review -> assertThat(review.has("response")).isTrue());
        assertThat(reviews.findValues("response"))
                .extracting(JsonNode::toString)
                .containsExactly(
                        "null", "\"Thank you for \\\"telling\\\" us: \u2028 null\"", "\"\"", "null", "\"null\"");
    }

    @Test
    void neitherReportsNorAddressesAreShown(Service service) {
        assertThat(service.get("/reviews?product_id=1&count=100").body()).doesNotContain("reported", "email", "gmail");
    }

    @ParameterizedTest
    @CsvSource({
        // Helpfulness, then date, then id.
        "relevant, '6,2,1,3,5'",
        "newest, '5,2,1,3,6'",
        // Helpfulness, then id.
        "helpful, '6,3,2,1,5'"
    })
    void eachOrderIsDescending(String sort, String ids, Service service) {
        assertThat(ids(service, "product_id=1&sort=" + sort))
                .extracting(Object::toString)
                .containsExactly(ids.split(","));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "&sort", "&sort=", "&sort=undefined", "&sort=Newest", "&sort=%6eewest%20", "&sort=relevance"
            })
    void everyOtherOrderIsByRelevance(String sort, Service service) {
        assertThat(ids(service, "product_id=1" + sort)).containsExactly(6, 2, 1, 3, 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"relevant", "newest", "helpful"})
    void pagesFollowEachOther(String sort, Service service) {
        List<Integer> whole = ids(service, "product_id=1&sort=" + sort);

        List<Integer> pages = IntStream.rangeClosed(1, 4)
                .mapToObj(page -> ids(service, "product_id=1&count=2&page=" + page + "&sort=" + sort))
                .flatMap(List::stream)
                .toList();

        assertThat(pages).isEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource({
        "2147483647, 1969-12-31, 5, true",
        "0, 1970-01-01, 1, false",
        "0, 0001-01-01, 4, true",
        "7, 9999-12-31, 1, true",
    })
    void votesAndDaysOfAnySizeAreShown(int votes, String day, int rating, boolean recommend, Service service) {
        String before = list(service, "product_id=2").toString();
        service.execute(
                "CREATE TABLE kept AS SELECT helpfulness, date, rating, recommend FROM reviews.review WHERE id = 7;"
                        + "UPDATE reviews.review SET helpfulness = " + votes + ", date = '" + day + "', rating = "
                        + rating
                        + ", recommend = " + recommend + " WHERE id = 7");
        try {
            JsonNode review = list(service, "product_id=2").get("results").get(0);
            assertThat(review.get("review_id").asInt()).isEqualTo(7);
            assertThat(review.get("helpfulness").asLong()).isEqualTo(votes);
            assertThat(review.get("date").asText()).isEqualTo(day + "T00:00:00.000Z");
            assertThat(review.get("rating").asInt()).isEqualTo(rating);
            assertThat(review.get("recommend").asBoolean()).isEqualTo(recommend);
        } finally {
            service.execute(
                    "UPDATE reviews.review SET (helpfulness, date, rating, recommend) = (SELECT * FROM kept) WHERE id = 7;"
                            + "DROP TABLE kept");
        }
        assertThat(list(service, "product_id=2").toString()).isEqualTo(before);
    }

    @Test
    void thePageIsTheOffset(Service service) {
        assertThat(list(service, "product_id=1").get("page").toString()).isEqualTo("0");
        assertThat(list(service, "product_id=1&page=1&count=2").get("page").toString())
                .isEqualTo("0");
        assertThat(list(service, "product_id=1&page=3&count=2").get("page").toString())
                .isEqualTo("4");
        assertThat(list(service, "product_id=1&page=9223372036854775807&count=1000")
                        .get("page")
                        .toString())
                .isEqualTo("9223372036854775806000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?page&count&product_id=1",
                "?page=&count=&product_id=1",
                "?page=0&count=0&product_id=1",
                "?page=-1&count=-5&product_id=1",
                "?page=1.5&count=2.0&product_id=1",
                "?page=hello&count=undefined&product_id=1",
                "?page=%30&count=%2D1&product_id=1",
                "?page=99999999999999999999&count=99999999999999999999&product_id=1",
                "?product_id=1&product_id=2&sort=relevant&sort=newest&nothing=1&page=1&page=2&count=5&count=1",
                "/?product_id=1"
            })
    void whatIsNoPageOrCountMeansTheDefault(String query, Service service) {
        assertThat(service.get("/reviews" + query).body())
                .isEqualTo(service.get("/reviews?product_id=1").body());
    }

    @Test
    void theCountIsEchoedAndHasNoEnd(Service service) {
        JsonNode five = list(service, "product_id=1").get("results");
        for (String count : List.of("5", "100", "1001", "2147483648", "9007199254740991")) {
            JsonNode list = list(service, "product_id=1&count=" + count);
            assertThat(list.get("count").toString()).isEqualTo(count);
            assertThat(list.get("results")).isEqualTo(five);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 8, 999, 2_147_483_647})
    void aProductWithoutReviewsHasAnEmptyList(int product, Service service) {
        assertThat(service.get("/reviews?product_id=" + product).body())
                .isEqualTo("{\"product\":\"" + product + "\",\"page\":0,\"count\":5,\"results\":[]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/reviews",
                "/reviews?",
                "/reviews/?count=2",
                "/reviews?product_id",
                "/reviews?product_id=",
                "/reviews?product_id=undefined",
                "/reviews?product_id=hello&product_id=1",
                "/reviews?product_id=5.55",
                "/reviews?product_id=0",
                "/reviews?product_id=-1",
                "/reviews?product_id=2147483648",
                "/reviews?product_id=99999999999999999999",
                "/reviews?Product_id=1",
                "/reviews/meta",
                "/reviews/meta?product_id=undefined",
                "/api/fec2/hr-lax/reviews/meta/?product_id=5.55"
            })
    void aProductMustBeNamed(String url, Service service) {
        HttpResponse<String> response = service.get(url);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).isEqualTo("{\"code\":422,\"message\":\"Error: invalid product_id provided\"}");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    }
}
