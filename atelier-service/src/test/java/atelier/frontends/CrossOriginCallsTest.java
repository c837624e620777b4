package atelier.frontends;

import static atelier.testing.RawConnection.ask;
import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.frontends.SharedShop.Shop;
import atelier.testing.RawConnection.RawResponse;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frontends whose pages call the API without a proxy: what browsers ask before, and what they need to show the response. */
@ExtendWith(SharedShop.class)
class CrossOriginCallsTest {
    private static final String ORIGIN = "Origin: http://localhost:3000";

    @ParameterizedTest
    @CsvSource({
        "GET, /api/fec2/hr-rfe/reviews/?product_id=1, authorization",
        "GET, /reviews/meta?product_id=1, 'authorization,content-type'",
        "GET, /cart, authorization",
        "POST, /reviews, content-type",
        "POST, /api/fec2/hrnyc/reviews, 'authorization,content-type'",
        "POST, /qa/questions/, content-type",
        "POST, /qa/questions/593466/answers, 'authorization,content-type,user-agent'",
        "POST, /cart/, content-type",
        "POST, /interactions, 'content-type,access-control-allow-origin'",
        "PUT, /reviews/681771/helpful, ''",
        "PUT, /api/fec2/hr-rfe/reviews/681771/report, authorization",
        "PUT, /qa/questions/593466/helpful?question_id=593466, authorization",
        "PUT, /qa/questions/593466/report, x-no-compression",
        "PUT, /qa/answers/5539455/helpful/, 'authorization,content-type'",
        "PUT, /qa/answers/5539455/report, ''"
    })
    void browsersMaySendWhatFrontendsSend(String method, String path, String headers, Shop shop) {
        String[] lines = headers.isEmpty()
                ? new String[] {ORIGIN, "Access-Control-Request-Method: " + method}
                : new String[] {
                    ORIGIN, "Access-Control-Request-Method: " + method, "Access-Control-Request-Headers: " + headers
                };
        RawResponse response = ask(shop.service().port(), request("OPTIONS " + path, lines));

        assertThat(response.status()).isEqualTo(204);
        assertThat(response.header("access-control-allow-origin")).isEqualTo("*");
        assertThat(List.of(String.valueOf(response.header("access-control-allow-methods"))
                        .split(", ")))
                .contains(method);
        List<String> allowed = List.of(String.valueOf(response.header("access-control-allow-headers"))
                .toLowerCase(Locale.ROOT)
                .split(", "));
        if (!headers.isEmpty()) {
            assertThat(allowed).contains(headers.split(","));
        }
    }

    /** A page cannot read a response, not even its status, without this header. */
    @ParameterizedTest
    @CsvSource({
        "GET, /reviews?product_id=1, 200",
        "GET, /reviews?product_id=undefined, 422",
        "GET, /qa/questions/undefined/answers, 404",
        "POST, /reviews, 422",
        "POST, /reviews/, 422",
        "POST, /qa/questions/undefined/answers, 404",
        "POST, /cart, 422",
        "PUT, /reviews/681771/helpful, 204",
        "PUT, /qa/answers/undefined/report, 404",
        "DELETE, /cart, 405",
        "PATCH, /reviews/681771, 405"
    })
    void pagesMayReadEveryResponse(String method, String path, int status, Shop shop) {
        String body = method.equals("GET") ? "" : "{}";
        RawResponse response = ask(
                shop.service().port(), request(method + " " + path, ORIGIN, "Content-Length: " + body.length()) + body);

        assertThat(response.status()).as(response.body()).isEqualTo(status);
        assertThat(response.header("access-control-allow-origin")).isEqualTo("*");
    }
}
