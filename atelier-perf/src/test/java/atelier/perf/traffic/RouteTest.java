package atelier.perf.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {
    @ParameterizedTest
    @CsvSource({
        "/products, LIST",
        "/products/, LIST",
        "/products?, LIST",
        "/products?page=2&count=100, LIST",
        "/products?page=%31, LIST",
        "/products/1, PRODUCT",
        "/products/2147483647?x=1, PRODUCT",
        "/products/1/styles, STYLES",
        "/products/1/related, RELATED",
        "/reviews?product_id=1&page=2, REVIEWS",
        "/reviews/meta?product_id=1, META",
        "/qa/questions?product_id=1, QUESTIONS",
        "/qa/questions/7/answers, ANSWERS",
        "/api/fec2/hr-lax/reviews/, REVIEWS",
        "/api/fec2/hr-lax/qa/questions/x/answers?page, ANSWERS",
        "/api/fec2/hr-lax/products, LIST",
        "/api/fec2/hr-lax/products/1, PRODUCT",
        "/api/fec2/hr-lax/products/1/styles, STYLES",
        "/api/fec2/hr-lax/products/1/related?a=b, RELATED"
    })
    void targetHasItsRoute(String target, Route route) {
        assertThat(Route.of(target)).contains(route);
    }

    @ParameterizedTest
    @CsvSource({
        "/reviews/7/helpful, VOTE",
        "/reviews/7/helpful/?x=1, VOTE",
        "/qa/questions/7/helpful, VOTE_QUESTION",
        "/api/fec2/hr-lax/qa/answers/abc/helpful, VOTE_ANSWER"
    })
    void voteHasItsRoute(String target, Route route) {
        assertThat(Route.ofVote(target)).contains(route);
        assertThat(Route.of(target)).as("as a read").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/reviews/7/report",
                "/reviews/7",
                "/reviews",
                "/cart",
                "/products/1",
                "/reviews/../helpful",
                "/reviews/7/helpful?q=#{id}",
                "//evil.example/reviews/7/helpful"
            })
    void otherWriteIsNoVote(String target) {
        assertThat(Route.ofVote(target)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/products/abc", "/products/0", "/products/-1", "/products/5.55", "/products/99999999999/styles"
            })
    void malformedIdHasARoute(String target) {
        assertThat(Route.of(target)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "/",
                "?",
                "products",
                "/product",
                "/productsx",
                "/products/1/reviews",
                "/reviews/1/helpful",
                "/reviews/meta/1",
                "/qa/questions/1",
                "/qa/questions//answers",
                "/cart",
                "/products/1/styles/2",
                "/products//1",
                "/api/fec2/products",
                "/api/fec2//products",
                "/favicon.ico"
            })
    void otherPathHasNoRoute(String target) {
        assertThat(Route.of(target)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example/products/1",
                "//evil.example/products/1",
                "/\\evil.example/products",
                "@evil.example/products",
                ":80@evil.example/products",
                "evil.example:443",
                "/products/..",
                "/products/../admin",
                "/products/.hidden",
                "/api/fec2/../products",
                "/products/%2e%2e",
                "/products/1\r\nHost: evil.example",
                "/products?page=1\nX: y",
                "/products\n",
                "/products?page=1 HTTP/1.1",
                "/products/1\u0000",
                "/products/1\u007f",
                "/products/é",
                "/products/１",
                "/products?q=é",
                "/products?q=%",
                "/products?q=%1",
                "/products?q=%zz",
                "/products?q=%１1",
                "/products?q=#{id}",
                "/products?q=${id}",
                "/products?q=\"",
                "/products?q=<b>",
                "/products#top"
            })
    void dangerousCharactersHaveNoRoute(String target) {
        assertThat(Route.of(target)).isEmpty();
    }

    @Test
    void targetOfAnyLengthIsHandled() {
        assertThat(Route.of("/products?q=" + "a".repeat(2_000))).contains(Route.LIST);
        assertThat(Route.of("/products?q=" + "%41".repeat(1_000_000))).isEmpty();
        assertThat(Route.of("/products/" + "1".repeat(1_000_000))).isEmpty();
        assertThat(Route.of("/products" + "/".repeat(1_000_000))).isEmpty();
    }
}
