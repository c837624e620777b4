package atelier.product;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningService.class)
class StyleRouteTest {
    private static final String PICTURES = "https://pictures.atelier.example/";
    private static final String NO_PHOTOS = "\"photos\":[{\"thumbnail_url\":null,\"url\":null}]";
    private static final String NO_SKUS = "\"skus\":{\"null\":{\"quantity\":null,\"size\":null}}";

    @Test
    void stylesHaveExactBytesInIdOrderWithPhotosAndSkusInFileOrder(Service service) {
        assertThat(service.get("/products/1/styles").body())
                .isEqualTo("{\"product_id\":\"1\",\"results\":["
                        + "{\"style_id\":1,\"name\":\"Ochre\",\"original_price\":\"140.00\",\"sale_price\":null,"
                        + "\"default?\":true,\"photos\":[" + photo("apron") + "," + photo("back") + "," + photo("side")
                        + "],\"skus\":{\"1\":{\"quantity\":8,\"size\":\"S\"},\"3\":{\"quantity\":0,\"size\":\"M\"},"
                        + "\"2\":{\"quantity\":16,\"size\":\"M\"}}},"
                        + "{\"style_id\":2,\"name\":\"Chalk & Charcoal\",\"original_price\":\"140.00\","
                        + "\"sale_price\":\"100.00\",\"default?\":false,\"photos\":[{\"thumbnail_url\":\"" + PICTURES
                        + "grey.jpg?w=300\",\"url\":null}],\"skus\":{\"4\":{\"quantity\":69,\"size\":\"One Size\"}}},"
                        + "{\"style_id\":3,\"name\":\"Ochre\",\"original_price\":\"170.00\",\"sale_price\":null,"
                        + "\"default?\":false," + NO_PHOTOS + "," + NO_SKUS + "}]}");
    }

    @Test
    void styleWithoutPhotosOrSkusHasOneEntryOfNulls(Service service) {
        assertThat(service.get("/products/8/styles").body())
                .isEqualTo("{\"product_id\":\"8\",\"results\":[{\"style_id\":9,\"name\":\"Loden\","
                        + "\"original_price\":\"500000000.00\",\"sale_price\":null,\"default?\":false," + NO_PHOTOS
                        + ","
                        + NO_SKUS + "}]}");
    }

    @Test
    void productWithoutStylesHasNoResults(Service service) {
        assertThat(service.get("/products/3/styles").body()).isEqualTo("{\"product_id\":\"3\",\"results\":[]}");
    }

    @Test
    void salePricesHaveTwoDecimalsAndQuantitiesAreNumbers(Service service) {
        assertThat(service.get("/products/2/styles").body())
                .contains("\"original_price\":\"69.50\",\"sale_price\":\"59.25\",\"default?\":true")
                .contains("\"skus\":{\"5\":{\"quantity\":2147483647,\"size\":\"XL\"}}");
    }

    @Test
    void photoWithMissingClosingQuoteAndQuotedNumbersAreImported(Service service) {
        assertThat(service.get("/products/5/styles").body())
                .contains("\"photos\":[{\"thumbnail_url\":\"" + PICTURES + "last.jpg?w=300\",\"url\":\"" + PICTURES
                        + "last.jpg\"}]")
                .contains("\"skus\":{\"11\":{\"quantity\":11,\"size\":\"7.5\"}}");
    }

    private static String photo(String name) {
        return "{\"thumbnail_url\":\"" + PICTURES + name + ".jpg?w=300\",\"url\":\"" + PICTURES + name
                + ".jpg?w=1200\"}";
    }
}
