package atelier.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadRouteTest {
    private static final ReadRoute.Lookup NOTHING = values -> new CompletableFuture<>();
    private static final ReadRoute LIST = ReadRoute.list("product_id", "/products", Parameter.count(5, 1_000), NOTHING);
    private static final ReadRoute PRODUCT = route("/products/{product_id}", "product_id");
    private static final ReadRoute STYLES = route("/products/{product_id}/styles", "product_id");
    private static final ReadRoute SKU = route("/products/{product_id}/skus/{sku_id}", "product_id", "sku_id");
    private static final List<ReadRoute> ALL = List.of(LIST, PRODUCT, STYLES, SKU);
    private static final ReadRoute REVIEWS = ReadRoute.of(
            "/reviews",
            List.of(
                    Parameter.id("product_id", 422, "no"),
                    Parameter.lenient("page", 1),
                    Parameter.lenient("count", 5),
                    Parameter.choice("sort", "relevant", "newest")),
            NOTHING);

    private static ReadRoute route(String template, String... variables) {
        return ReadRoute.of(
                template, List.of(variables).stream().map(Parameter::id).toList(), NOTHING);
    }

    private static long @Nullable [] match(ReadRoute route, String url) {
        String[] parts = url.split("\\?", 2);
        return route.match(parts[0], parts.length == 1 ? null : parts[1]);
    }

    @Test
    void matchesTheUrlsOfFrontends() {
        assertThat(match(LIST, "/products")).containsExactly(1, 5);
        assertThat(match(LIST, "/products?page=2")).containsExactly(2, 5);
        assertThat(match(LIST, "/products?count=100")).containsExactly(1, 100);
        assertThat(match(LIST, "/products?count=1000&page=3")).containsExactly(3, 1_000);
        assertThat(match(PRODUCT, "/products/5")).containsExactly(5);
        assertThat(match(STYLES, "/products/999999999/styles")).containsExactly(999_999_999);
        assertThat(match(SKU, "/products/5/skus/71697")).containsExactly(5, 71_697);
        assertThat(match(PRODUCT, "/products/2147483647")).containsExactly(Integer.MAX_VALUE);
    }

    /** Clients, or an attacker, may write the same URL in so many ways that no cache knows them all. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/products? 1 5",
                "/products?junk=1 1 5",
                "/products?page=2&junk=1&count=3 2 3",
                "/products?junk=%26page%3D9&page=2 2 5",
                "/products?junk&=&&page=2& 2 5",
                "/products?%70age=2&c%6Funt=3 2 3",
                "/products?Page=7&+page=8&page%00=9&page=2 2 5",
                "/products?page=&page=9&count&count=3 1 5",
                "/products?page=2&page=9&page=x 2 5",
                "/products/ 1 5",
                "/products/?page=%32&count=1%30 2 10",
                "/products?count=1001 1 1000",
                "/products?count=99999999999999999999 1 1000",
                "/products?page=12345678901&count=2 12345678901 2",
                "/products?page=99999999999999999999&count=2 9223372036854775807 2"
            })
    void otherSpellingsOfAListMatchToo(String url, long page, long count) {
        assertThat(match(LIST, url)).containsExactly(page, count);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/products/5?",
                "/products/5?x=1",
                "/products/5?page=x&%zz",
                "/products/0005",
                "/products/5/",
                "/products/5/?x=1"
            })
    void otherSpellingsOfAProductMatchToo(String url) {
        assertThat(match(PRODUCT, url)).containsExactly(5);
    }

    @Test
    void aLongQueryMatchesToo() {
        for (String part : List.of("&", "=", "%41", "junk=1&", "page&", "x")) {
            assertThat(match(LIST, "/products?count=3&" + part.repeat(2_000)))
                    .as(part)
                    .endsWith(3);
        }
    }

    @Test
    void matchesNoUrlOfAnotherRoute() {
        assertThat(match(LIST, "/products/5")).isNull();
        assertThat(match(PRODUCT, "/products")).isNull();
        assertThat(match(PRODUCT, "/products/5/styles")).isNull();
        assertThat(match(STYLES, "/products/5")).isNull();
        assertThat(match(SKU, "/products/5/skus")).isNull();
    }

    @Test
    void theExampleHasTheDefaultsOfTheQuery() {
        assertThat(LIST.example()).isEqualTo("/products?page=1&count=5");
        assertThat(STYLES.example()).isEqualTo("/products/{product_id}/styles");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/reviews?product_id=7 7 1 5 1",
                "/reviews?count=2&product_id=7&sort=newest 7 1 2 2",
                "/reviews?product_id=7&page&count 7 1 5 1",
                "/reviews?product_id=7&page=0&page=3&count=-1&count=2&sort=x&sort=newest 7 1 5 1",
                "/reviews?%70roduct_id=7&page=2&undefined&product_id=8 7 2 5 1",
                "/reviews/?product_id=%37&count=%31%30&sort=new%65st 7 1 10 2"
            })
    void aQueryMayHaveANeededParameter(String url, long product, long page, long count, long sort) {
        assertThat(match(REVIEWS, url)).containsExactly(product, page, count, sort);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/reviews",
                "/reviews?",
                "/reviews?page=1",
                "/reviews?product_id",
                "/reviews?product_id=&product_id=7",
                "/reviews?product_id=x",
                "/reviews?product_id=0",
                "/reviews?product_id=2147483648",
                "/reviews?product_id=7&count=%253",
                "/reviews?product_id=7&x=%zz"
            })
    void aQueryWithoutANeededParameterIsLeftToJersey(String url) {
        assertThat(match(REVIEWS, url)).isNull();
    }

    @Test
    void aNeededParameterOfTheQueryIsLikeAVariable() {
        assertThat(REVIEWS.needed()).containsExactly("product_id");
        assertThat(REVIEWS.example()).isEqualTo("/reviews?product_id={product_id}&page=1&count=5&sort=relevant");
        assertThat(REVIEWS.idUrl("7")).isEqualTo("/reviews?product_id=7&page=1&count=5&sort=relevant");
        assertThat(STYLES.idUrl("7")).isEqualTo("/products/7/styles");
        assertThat(SKU.needed()).containsExactly("product_id", "sku_id");
        assertThat(LIST.needed()).isEmpty();
    }

    @Test
    void theUrlOfAPageStaysWithinTheLargestCount() {
        assertThat(LIST.pageUrl(3, 100)).isEqualTo("/products?page=3&count=100");
        assertThat(LIST.pageUrl(3, 2_000)).isEqualTo("/products?page=3&count=1000");
    }

    @Test
    void parametersMustBeginWithTheVariablesOfTheTemplate() {
        assertThatThrownBy(() -> route("/products/{product_id}", "style_id"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/products/{product_id}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/product",
                "/productss",
                "/products//",
                "/products/0",
                "/products/5//",
                "/products/-5",
                "/products/5.5",
                "/products/٥",
                "/products/%35",
                "/products/5;a=b",
                "/products/5/style",
                "/products/5/styles//",
                "/products/5/styles/1",
                "/products//5",
                "/products?page=0",
                "/products?count=000",
                "/products?page=+1",
                "/products?page=%2B1",
                "/products?page=%301x",
                "/products?page=%253",
                "/products?page=1%C2%A0",
                "/products?page=x&page=1",
                "/products?page=1&x=%zz",
                "/products?page=1&x=%4",
                "/products/2147483648",
                "/products/9999999999999999999",
                "/products?page=1x",
                "/products/5/skus/",
                "/docs/api.md"
            })
    void leavesEveryOtherUrlToJersey(String url) {
        assertThat(ALL).allSatisfy(route -> assertThat(match(route, url)).isNull());
    }
}
