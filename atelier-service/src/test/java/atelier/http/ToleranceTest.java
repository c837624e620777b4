package atelier.http;

import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RawConnection;
import atelier.testing.RawConnection.RawResponse;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of existing frontends, valid or not, and the responses that they rely on. */
@ExtendWith(RunningService.class)
final class ToleranceTest {
    private static final String LEGACY = "/api/fec2/hr-lax";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/products",
                "/products?page=1&count=2",
                "/products/1",
                "/products/1/styles",
                "/products/5/related",
                "/products/999",
                "/products/abc",
                "/products?count=0",
                "/reviews?product_id=1",
                "/reviews/meta?product_id=1",
                "/qa/questions?product_id=1",
                "/qa/questions/14/answers",
                "/qa/questions/abc/answers",
                "/cart"
            })
    void legacyBaseAndTrailingSlashReturnTheSame(String path, Service service) {
        RawResponse plain = ask(service, request("GET " + path));
        String slashed = path.contains("?") ? path.replace("?", "/?") : path + "/";

        assertThat(ask(service, request("GET " + LEGACY + path))).isEqualTo(plain);
        assertThat(ask(service, request("GET " + slashed))).isEqualTo(plain);
        assertThat(ask(service, request("GET " + LEGACY + slashed))).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {LEGACY, LEGACY + "/", "/api/fec2/hr-rfp", "/?a=b", LEGACY + "?a=b"})
    void everyBasePathReturnsTheDescription(String path, Service service) {
        assertThat(ask(service, request("GET " + path))).isEqualTo(ask(service, request("GET /")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept: application/json, text/plain, */*",
                "Accept: text/html",
                "Accept: image/png",
                "Accept: ;;q=/",
                "Accept:",
                "Accept-Charset: no-such",
                "Accept-Language: \351",
                "Accept-Encoding: br, zstd",
                "Accept-Encoding: ;;q=/",
                "Accept-Encoding: \351",
                "Authorization:",
                "Authorization: undefined",
                "Authorization: Bearer x",
                "Authorization: ghp_0123456789abcdefghijklmnopqrstuvwxyz",
                "Authorization: \351\377",
                "Content-Type: application/json",
                "Content-Type: text/html; charset=no-such",
                "Origin: http://localhost:3000",
                "Origin: null",
                "Range: bytes=0-3",
                "If-Modified-Since: Thu, 01 Jan 2099 00:00:00 GMT",
                "If-Match: \"other\"",
                "Cookie: a=b; \"=;",
                "X-HTTP-Method-Override: DELETE",
                "Upgrade: h2c",
                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__"
            })
    void unusualHeadersDoNotChangeTheResponse(String header, Service service) {
        for (String path : new String[] {
            "/products?count=2",
            "/products/1",
            "/products/1/styles",
            "/products/none",
            "/reviews?product_id=1",
            "/reviews/meta?product_id=1",
            "/qa/questions?product_id=1",
            "/qa/questions/14/answers"
        }) {
            assertThat(ask(service, request("GET " + path, header)))
                    .as(path)
                    .isEqualTo(ask(service, request("GET " + path)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_000, 7_000})
    void longTokenDoesNotChangeTheResponse(int length, Service service) {
        RawResponse response = ask(service, request("GET /products/1", "Authorization: " + "t".repeat(length)));

        assertThat(response).isEqualTo(ask(service, request("GET /products/1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/styles", "/related"})
    void getMayHaveABody(String route, Service service) {
        String path = "GET /products/1" + route;
        String withBody = request(path, "Content-Type: application/json", "Content-Length: 16") + "{\"product_id\":1}";

        assertThat(ask(service, withBody)).isEqualTo(ask(service, request(path)));
    }

    @ParameterizedTest
    @CsvSource({
        "/products?product_id=undefined, /products",
        "/products?page=&count=, /products",
        "/products?count=2&count=x, /products?count=2",
        "/products?page=1&page=999&count=3&count=4, /products?page=1&count=3",
        "/products?COUNT=x&sort=price, /products",
        "/products?&&=&x, /products",
        "/products/1?product_id=2, /products/1",
        "/products/1/styles?count=x&page=x, /products/1/styles",
        "/products?%70age=2&count=3, /products?page=2&count=3",
        "/products?page=02&count=%33, /products?page=2&count=3",
        "/%70roducts/1, /products/1",
        "/products/%31/%73tyles, /products/1/styles",
        "/products/0001, /products/1",
        "/products/1;v=2, /products/1",
        "/products;a/1;b/styles;c, /products/1/styles",
        "/%61pi/fec2/hr-lax;x/products/1, /products/1",
        "/api/fec2/%7eanyone/products/1, /products/1"
    })
    void unknownEmptyAndRepeatedParametersAreIgnored(String odd, String plain, Service service) {
        assertThat(ask(service, request("GET " + odd))).isEqualTo(ask(service, request("GET " + plain)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1001", "5000", "10000", "19089", "9007199254740991", "99999999999999999999999"})
    void countAboveTheLargestIsCutToIt(String count, Service service) {
        RawResponse response = ask(service, request("GET /products?count=" + count));

        assertThat(response).isEqualTo(ask(service, request("GET /products?count=1000")));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("link")).contains("<?page=1&count=1000>; rel=\"first\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/products/undefined, 400",
        "/products/undefined/styles, 400",
        "/products/null/related, 400",
        "/products/5.55, 400",
        "/products/0, 400",
        "/products/2147483648, 400",
        "/products/2147483647, 404",
        "/products?count=undefined, 400",
        "/products?count=x&count=2, 400",
        "/products?page=-1, 400",
        "/favicon.ico, 404",
        "/robots.txt, 404",
        "/reviews, 422",
        "/qa/questions, 422",
        "/products/1/styles/1, 404",
        "/PRODUCTS, 404",
        "/api/fec2/hr-lax/carts, 404",
        "/api/fec2, 404"
    })
    void errorsAreJson(String path, int status, Service service) {
        RawResponse response = ask(service, request("GET " + path, "Accept: text/html"));

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("cache-control", "no-store")
                .containsEntry("access-control-allow-origin", "*");
        assertThat(response.body()).matches("\\{\"code\":" + status + ",\"message\":\"[^\"].*\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740991", "9223372036854775807", "99999999999999999999999", "1000000"})
    void pagesPastTheEndAreEmpty(String page, Service service) {
        RawResponse response = ask(service, request("GET /products?count=1000&page=" + page));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("[]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/products", "/products/1", LEGACY + "/products/1/styles", "/nowhere", "/"})
    void preflightIsAllowed(String path, Service service) {
        RawResponse response = ask(
                service,
                request(
                        "OPTIONS " + path,
                        "Origin: http://localhost:3000",
                        "Access-Control-Request-Method: GET",
                        "Access-Control-Request-Headers: authorization,content-type"));

        assertThat(response.status()).isEqualTo(204);
        assertThat(response.headers())
                .containsEntry("access-control-allow-origin", "*")
                .containsEntry("access-control-allow-methods", "GET, HEAD, OPTIONS")
                .containsEntry(
                        "access-control-allow-headers", "Authorization, Content-Type, If-None-Match, X-Request-Id")
                .containsEntry("access-control-max-age", "86400")
                .containsEntry("allow", "GET, HEAD, OPTIONS");
    }

    /** Libraries for tracing and monitoring add headers, so that no list of allowed headers is complete. */
    @ParameterizedTest
    @CsvSource({
        "'traceparent,X-Requested-With', ', traceparent, X-Requested-With'",
        "'sentry-trace, baggage,user-agent,cache-control', ', sentry-trace, baggage, user-agent, cache-control'",
        "'CONTENT-TYPE,x-a,X-A', ', x-a'",
        "'a b,,<x>,\u00e9,x:y,ok', ', ok'",
        "'', ''"
    })
    void preflightAllowsTheHeadersThatThePageWantsToSend(String wanted, String more, Service service) {
        String[] lines = wanted.split(",", 2);
        RawResponse response = ask(
                service,
                request(
                        "OPTIONS /products/1",
                        "Origin: http://localhost:3000",
                        "Access-Control-Request-Method: GET",
                        "Access-Control-Request-Headers: " + lines[0],
                        "Access-Control-Request-Headers: " + (lines.length > 1 ? lines[1] : "")));

        assertThat(response.status()).isEqualTo(204);
        assertThat(response.headers())
                .containsEntry("vary", "Access-Control-Request-Headers")
                .containsEntry(
                        "access-control-allow-headers",
                        "Authorization, Content-Type, If-None-Match, X-Request-Id" + more);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/products",
                "/products?count=1000",
                "/products/?count=1000",
                "/products/1",
                "/products/1/styles",
                "/products/1/styles/",
                "/products/1/related",
                LEGACY + "/products/1",
                "/products/999",
                "/products/abc",
                "/reviews?product_id=1",
                "/reviews",
                "/reviews/meta/?product_id=1",
                LEGACY + "/qa/questions?product_id=1",
                "/qa/questions/14/answers",
                "/cart",
                "/interactions",
                "/reviews/1/helpful",
                "/nowhere",
                "/openapi.json",
                "/openapi.yaml",
                "/docs",
                "/docs/api.md",
                "/docs/swagger-ui-bundle.js",
                "/docs/favicon-32x32.png",
                "/docs/nothing.js"
            })
    void headReturnsTheHeadersOfGet(String path, Service service) {
        for (String coding : new String[] {"gzip", "identity"}) {
            RawResponse get = ask(service, request("GET " + path, "Accept-Encoding: " + coding));
            RawResponse head = ask(service, request("HEAD " + path, "Accept-Encoding: " + coding));

            assertThat(head.status()).isEqualTo(get.status());
            assertThat(head.headers()).isEqualTo(get.headers()).containsKey("content-length");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "\"other\", %s", "%s,\"other\"", "\"a\" , W/%s , \"b\"", "*", " * "})
    void matchingTagReturns304(String known, Service service) {
        for (String path : new String[] {
            "/products",
            "/products/1",
            "/products/1/styles",
            "/products/1/styles/",
            LEGACY + "/products/1",
            "/docs",
            "/reviews?product_id=1",
            "/reviews/meta?product_id=1",
            "/qa/questions/?product_id=1",
            "/qa/questions/14/answers"
        }) {
            RawResponse first = ask(service, request("GET " + path));
            String etag = Objects.requireNonNull(first.header("etag"));

            RawResponse second = ask(service, request("GET " + path, "If-None-Match: " + known.replace("%s", etag)));

            assertThat(second.status()).as(path).isEqualTo(304);
            assertThat(second.body()).isEmpty();
            assertThat(second.headers())
                    .containsEntry("etag", etag)
                    .containsEntry("cache-control", first.header("cache-control"))
                    .containsEntry("access-control-allow-origin", "*")
                    // It would be the length of the response that the client has (RFC 9110, 8.6), and never 0.
                    .doesNotContainKey("content-length");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/products/1/styles", "/products/1/styles/", "/docs/api.md"})
    void aListMayComeInSeveralLines(String path, Service service) {
        String gzip = "Accept-Encoding: gzip";
        String etag = ask(service, request("GET " + path, gzip)).header("etag");

        RawResponse compressed = ask(service, request("GET " + path, "Accept-Encoding: br", gzip));
        RawResponse known = ask(
                service,
                request(
                        "GET " + path,
                        "If-None-Match: \"a\"",
                        gzip,
                        "If-None-Match: \"b\", " + etag,
                        "Accept-Encoding: br"));

        assertThat(compressed.header("etag")).isEqualTo(etag);
        assertThat(known.status()).isEqualTo(304);
    }

    /** The port may be empty (RFC 3986, 3.2.3), and an absolute target replaces the host (RFC 9112, 3.2.2). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /products/1 HTTP/1.1\r\nHost: localhost:",
                "GET /products/1 HTTP/1.1\r\nHost: [::1]:",
                "GET http://one.example/products/1 HTTP/1.1\r\nHost: another.example",
                "GET http://one.example:81/products/1 HTTP/1.1\r\nHost: one.example"
            })
    void everyLegalHostReturnsTheSame(String head, Service service) {
        assertThat(ask(service, head + "\r\n\r\n")).isEqualTo(ask(service, request("GET /products/1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:x", "localhost:99999", "[::1", "a b", ":", "a:1:"})
    void malformedHostReturns400(String host, Service service) {
        RawResponse response = ask(service, "GET /products/1 HTTP/1.1\r\nHost: " + host + "\r\n\r\n");

        assertThat(response.status()).isEqualTo(400);
    }

    @Test
    void optionsOfTheServerSucceeds(Service service) {
        RawResponse response = ask(service, request("OPTIONS *"));

        assertThat(response.status()).isEqualTo(204);
        assertThat(response.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"other\"", "W/\"other\"", "other", "\"", "W/", "", ",,,", "\"*\"", "\351"})
    void otherTagReturns200(String known, Service service) {
        RawResponse response = ask(service, request("GET /products/1", "If-None-Match: " + known));

        assertThat(response).isEqualTo(ask(service, request("GET /products/1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "get"})
    void writesReturn405(String method, Service service) {
        for (String path : new String[] {
            "/",
            "/products",
            "/products/1",
            "/products/1/styles",
            "/products/1/related",
            LEGACY + "/products/1",
            "/nowhere"
        }) {
            RawResponse response = ask(service, request(method + " " + path, "Content-Length: 0"));

            assertThat(response.status()).as(path).isEqualTo(405);
            assertThat(response.headers())
                    .containsEntry("allow", "GET, HEAD, OPTIONS")
                    .containsEntry("content-type", "application/json")
                    .containsEntry("access-control-allow-origin", "*");
            assertThat(response.body())
                    .isEqualTo("{\"code\":405,\"message\":\"" + method + " is not possible on " + path + "\"}");
        }
    }

    /** Returns the response without its varying headers. */
    private static RawResponse ask(Service service, String request) {
        RawResponse response = RawConnection.ask(service.port(), request);
        Map<String, String> headers = new TreeMap<>(response.headers());
        headers.remove("date");
        headers.remove("x-request-id");
        return new RawResponse(response.status(), headers, response.body());
    }
}
