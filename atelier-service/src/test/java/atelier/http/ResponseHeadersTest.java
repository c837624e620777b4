package atelier.http;

import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RawConnection;
import atelier.testing.RawConnection.RawResponse;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that every response has, and headers that no response may have. */
@ExtendWith(RunningService.class)
final class ResponseHeadersTest {
    @ParameterizedTest
    @CsvSource({
        "GET /, 200",
        "GET /docs/api.md, 200",
        "GET /products, 200",
        "HEAD /products/1, 200",
        "GET /products/1/, 200",
        "GET /products/1/styles, 200",
        "GET /products/x, 400",
        "GET /..%2f, 400",
        "GET /products/999, 404",
        "GET /none, 404",
        "POST /products, 405",
        "TRACE /products, 405",
        "CONNECT localhost:80, 405"
    })
    void securityHeadersAreOnEveryResponse(String methodAndPath, int status, Service service) {
        assertSafe(ask(service, request(methodAndPath)), status);
    }

    @ParameterizedTest
    @CsvSource({"If-None-Match: *, 304", "Accept-Encoding: gzip, 200", "Expect: x, 417", "Content-Length: 2000000, 413"
    })
    void securityHeadersAreOnResponsesOfJettyToo(String header, int status, Service service) {
        assertSafe(ask(service, request("HEAD /products?count=10", header)), status);
    }

    private static void assertSafe(RawResponse response, int status) {
        assertThat(response.status()).as(response.toString()).isEqualTo(status);
        assertThat(response.headers())
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("referrer-policy", "no-referrer")
                .containsEntry("content-security-policy", "default-src 'none'; frame-ancestors 'none'")
                .containsEntry("access-control-allow-origin", "*")
                // With this header browsers would send cookies, and pages could read the responses.
                .doesNotContainKeys("access-control-allow-credentials", "server", "x-powered-by", "set-cookie");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "TRACK", "trace"})
    void requestIsNeverEchoed(String method, Service service) {
        for (String path : List.of("/", "/products/1", "/health-check", "/none")) {
            RawResponse response = ask(service, request(method + " " + path, "Cookie: session=4711", "X-Mark: 4712"));

            assertThat(response.status()).isEqualTo(405);
            assertThat(response.toString()).doesNotContain("4711").doesNotContain("4712");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "post"})
    void preflightForWritesIsRefused(String method, Service service) {
        for (String path : List.of("/products", "/products/1", "/products/1/styles", "/api/fec2/hr-lax/products/1")) {
            RawResponse preflight = ask(
                    service,
                    request(
                            "OPTIONS " + path,
                            "Origin: https://evil.example",
                            "Access-Control-Request-Method: " + method,
                            "Access-Control-Request-Headers: authorization,content-type"));

            assertThat(preflight.headers())
                    .hasEntrySatisfying(
                            "access-control-allow-methods",
                            allowed -> assertThat(List.of(allowed.split(", "))).isSubsetOf("GET", "HEAD", "OPTIONS"))
                    .doesNotContainKey("access-control-allow-credentials");
        }
    }

    private static RawResponse ask(Service service, String request) {
        return RawConnection.ask(service.port(), request);
    }
}
