package atelier.product;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningService.class)
class ProductRouteTest {
    private static final String TIMESTAMP = "\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"";

    @Test
    void productHasExactBytesAndFeaturesInFileOrder(Service service) {
        HttpResponse<String> response = service.get("/products/5");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body().replaceAll(TIMESTAMP, "T"))
                .isEqualTo(
                        "{\"id\":5,\"campus\":\"hr-lax\",\"name\":\"Canvas Shoes\",\"slogan\":\"Made for standing\","
                                + "\"description\":\"One sole, many floors\",\"category\":\"Shoes\",\"default_price\":\"99.00\","
                                + "\"created_at\":T,\"updated_at\":T,\"features\":[{\"feature\":\"Sole\",\"value\":\"Rubber\"},"
                                + "{\"feature\":\"Lace\",\"value\":\"Waxed, 120 cm\"},{\"feature\":\"Sole\",\"value\":\"Cork\"}]}");
    }

    @Test
    void repeatedFeaturesAndNullValuesAreKept(Service service) {
        assertThat(service.get("/products/1").body())
                .endsWith("\"features\":[{\"feature\":\"Fabric\",\"value\":\"Linen\"},"
                        + "{\"feature\":\"Buttons\",\"value\":null},{\"feature\":\"Fabric\",\"value\":\"Linen\"}]}");
    }

    @Test
    void productWithoutFeaturesHasEmptyArray(Service service) {
        assertThat(service.get("/products/8").body()).endsWith("\"features\":[]}");
    }

    @Test
    void commasQuotesBackslashesAndOtherAlphabetsAreKept(Service service) throws Exception {
        JsonNode smock = new ObjectMapper().readTree(service.get("/products/2").body());
        JsonNode coat = new ObjectMapper().readTree(service.get("/products/8").body());

        assertThat(smock.get("description").asText()).isEqualTo("Says \"wear me\" on the back \\ and means it");
        assertThat(service.get("/products/3").body())
                .contains("\"slogan\":\"\",\"description\":\"Wool,\\tfelted\\rtwice\"");
        assertThat(coat.get("name").asText()).isEqualTo("Übergröße Coat");
        assertThat(coat.get("slogan").asText()).isEqualTo("Große Taschen – 大");
    }

    @ParameterizedTest
    @CsvSource({"1, 140.00", "2, 69.50", "3, 35.00", "8, 500000000.00", "17, 0.00"})
    void pricesAreStringsWithTwoDecimals(int id, String price, Service service) {
        assertThat(service.get("/products/" + id).body()).contains("\"default_price\":\"" + price + "\"");
    }

    @Test
    void allProductsOfAnImportHaveTheSameTimes(Service service) throws Exception {
        JsonNode products = new ObjectMapper().readTree(service.get("/products").body());

        assertThat(products.findValuesAsText("created_at"))
                .hasSize(5)
                .containsOnly(products.get(0).get("updated_at").asText());
        assertThat(products.findValuesAsText("updated_at"))
                .containsOnly(products.get(0).get("created_at").asText());
    }

    @Test
    void listHasExactBytesInIdOrderWithoutFeatures(Service service) {
        HttpResponse<String> response = service.get("/products?page=2&count=3");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body().replaceAll(TIMESTAMP, "T"))
                .startsWith(
                        "[{\"id\":5,\"campus\":\"hr-lax\",\"name\":\"Canvas Shoes\",\"slogan\":\"Made for standing\","
                                + "\"description\":\"One sole, many floors\",\"category\":\"Shoes\",\"default_price\":\"99.00\","
                                + "\"created_at\":T,\"updated_at\":T},{\"id\":8,")
                .endsWith("}]")
                .doesNotContain("features");
    }

    @Test
    void listHasTheFirstFiveProductsByDefault(Service service) throws Exception {
        assertThat(ids(service.get("/products"))).containsExactly(1, 2, 3, 5, 8);
        assertThat(ids(service.get("/products?page=&count="))).containsExactly(1, 2, 3, 5, 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3&count=3", "100", "2147483647&count=1000", "9007199254740991", "99999999999999999999"})
    void pagePastTheEndIsEmpty(String page, Service service) {
        HttpResponse<String> response = service.get("/products?page=" + page);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("[]");
        assertThat(response.headers().firstValue("X-Total-Count")).contains("6");
    }

    @ParameterizedTest
    @CsvSource({
        "page=0, page",
        "page=-1, page",
        "page=abc, page",
        "page=1.5, page",
        "page=%201, page",
        "count=0, count",
        "count=-5, count",
        "count=five, count"
    })
    void pageOrCountOutOfBoundsReturns400WithTheValue(String query, String parameter, Service service) {
        HttpResponse<String> response = service.get("/products?" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .startsWith("{\"code\":400,\"message\":\"" + parameter + " must be a whole number from 1")
                .contains(query.substring(query.indexOf('=') + 1).replace("%20", " "));
    }

    @Test
    void linkHeaderNamesNeighbouringPages(Service service) {
        HttpResponse<String> middle = service.get("/products?page=2&count=2");

        assertThat(middle.headers().firstValue("Link"))
                .contains("<?page=1&count=2>; rel=\"first\", <?page=1&count=2>; rel=\"prev\", "
                        + "<?page=3&count=2>; rel=\"next\", <?page=3&count=2>; rel=\"last\"");
        assertThat(middle.headers().firstValue("X-Total-Count")).contains("6");
        assertThat(relations(service.get("/products?page=1&count=2"))).containsExactly("first", "next", "last");
        assertThat(relations(service.get("/products?page=3&count=2"))).containsExactly("first", "prev", "last");
        assertThat(service.get("/products?page=9&count=4").headers().firstValue("Link"))
                .contains("<?page=1&count=4>; rel=\"first\", <?page=2&count=4>; rel=\"prev\", "
                        + "<?page=2&count=4>; rel=\"last\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"abc", "0", "-1", "5.55", "2147483648", "99999999999999999999", "1e3", "undefined", "null", "NaN"
            })
    void malformedProductIdReturns400OnAllThreeRoutes(String id, Service service) {
        for (String route : List.of("", "/styles", "/related")) {
            HttpResponse<String> response = service.get("/products/" + id + route);

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body())
                    .isEqualTo("{\"code\":400,\"message\":\"product_id must be a whole number from 1 to 2147483647,"
                            + " but was \\\"" + id + "\\\"\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 13, 14, 2147483647})
    void unknownProductReturns404OnAllThreeRoutes(int id, Service service) {
        for (String route : List.of("", "/styles", "/related")) {
            HttpResponse<String> response = service.get("/products/" + id + route);

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(response.body()).isEqualTo("{\"code\":404,\"message\":\"There is no product " + id + "\"}");
        }
    }

    private static List<Integer> ids(HttpResponse<String> response) throws Exception {
        JsonNode rows = new ObjectMapper().readTree(response.body());
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.get("id").asInt())
                .toList();
    }

    private static List<String> relations(HttpResponse<String> response) {
        return List.of(response.headers()
                .firstValue("Link")
                .orElseThrow()
                .replaceAll("<[^>]*>; rel=\"(\\w+)\"", "$1")
                .split(", "));
    }
}
