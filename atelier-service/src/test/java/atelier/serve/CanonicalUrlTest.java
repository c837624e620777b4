package atelier.serve;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.serve.CanonicalUrl.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalUrlTest {
    private static @Nullable CanonicalUrl parse(String url) {
        String[] parts = url.split("\\?", 2);
        return CanonicalUrl.parse(parts[0], parts.length == 1 ? null : parts[1]);
    }

    @Test
    void theUrlsOfFrontendsArePlain() {
        assertThat(parse("/products")).isEqualTo(new CanonicalUrl(Kind.LIST, 1, 0));
        assertThat(parse("/products?page=2")).isEqualTo(new CanonicalUrl(Kind.LIST, 2, 0));
        assertThat(parse("/products?count=100")).isEqualTo(new CanonicalUrl(Kind.LIST, 1, 100));
        assertThat(parse("/products?count=100&page=3")).isEqualTo(new CanonicalUrl(Kind.LIST, 3, 100));
        assertThat(parse("/products/5")).isEqualTo(new CanonicalUrl(Kind.PRODUCT, 5, 0));
        assertThat(parse("/products/999999999/styles")).isEqualTo(new CanonicalUrl(Kind.STYLES, 999_999_999, 0));
        assertThat(parse("/products/71697/related")).isEqualTo(new CanonicalUrl(Kind.RELATED, 71_697, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/product",
                "/productss",
                "/products/",
                "/products/0",
                "/products/05",
                "/products/5/",
                "/products/-5",
                "/products/5.5",
                "/products/٥",
                "/products/%35",
                "/products/5;a=b",
                "/products/5?x=1",
                "/products/5/style",
                "/products/5/styles/",
                "/products/5/styles/1",
                "/products//5",
                "/products/1000000000",
                "/products/5?",
                "/products?",
                "/products?page=",
                "/products?page=0",
                "/products?page=1&page=2",
                "/products?page=1&",
                "/products?page=+1",
                "/products?Page=1",
                "/products?x=1",
                "/products?page=1&&count=2",
                "/products?page=12345678901",
                "/docs/api.md"
            })
    void everythingElseIsLeftToJersey(String url) {
        assertThat(parse(url)).isNull();
    }
}
