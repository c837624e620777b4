package atelier.write.shopper;

import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RawConnection;
import atelier.testing.RawConnection.RawResponse;
import atelier.testing.RunningService.Service;
import atelier.testing.Shopper;
import io.dropwizard.testing.ConfigOverride;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every open route, with and without tokens for edits. */
class ShopperWritesTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String QUESTION =
            "{\"product_id\":1,\"body\":\"Warm?\",\"name\":\"ana\",\"email\":\"ana@shop.example\"}";

    private static final String LAST_CHUNK = "0\r\n\r\n";

    private static Service open;
    private static Service withTokens;
    private static Service off;

    @BeforeAll
    static void start() {
        ConfigOverride tokens = ConfigOverride.config("changes.tokens", "alice:" + TOKEN);
        open = new Service();
        withTokens = new Service(tokens);
        off = new Service(tokens, ConfigOverride.config("shoppers.writes", "off"));
    }

    @AfterAll
    static void stop() {
        off.close();
        withTokens.close();
        open.close();
    }

    private static RawResponse ask(String method, String path, String body, String... headers) {
        return ask(open, method, path, body, headers);
    }

    private static RawResponse ask(Service service, String method, String path, String body, String... headers) {
        String[] all = new String[headers.length + 1];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Content-Length: " + body.length();
        return RawConnection.ask(service.port(), request(method + " " + path, all) + body);
    }

    @Test
    void writesNeedNoTokenWithAnyAuthorization() {
        for (Service service : new Service[] {open, withTokens}) {
            assertThat(ask(service, "POST", "/qa/questions", QUESTION).status()).isEqualTo(201);
            for (String value : new String[] {"ghp_abcdef", "Bearer x", "Bearer " + TOKEN, ""}) {
                assertThat(ask(service, "POST", "/qa/questions", QUESTION, "Authorization: " + value)
                                .status())
                        .as(value)
                        .isEqualTo(201);
            }
        }
    }

    /** A client that compresses its body has to know that nobody will read it, rather than that it is no JSON. */
    @ParameterizedTest
    @CsvSource({"gzip, 415", "br, 415", "'identity, gzip', 415", "identity, 201", "'', 201"})
    void compressedBodyIsRefusedAsSuch(String coding, int status) {
        RawResponse response = ask("POST", "/qa/questions", QUESTION, "Content-Encoding: " + coding);

        assertThat(response.status()).isEqualTo(status);
        if (status == 415) {
            assertThat(response.header("accept-encoding")).isEqualTo("identity");
            assertThat(response.body())
                    .isEqualTo(
                            "{\"code\":415,\"message\":\"The body must not be compressed, but Content-Encoding was \\\""
                                    + coding + "\\\"\"}");
        }
        assertThat(ask("PUT", "/reviews/1/helpful", "{}", "Content-Encoding: " + coding)
                        .status())
                .as("a body that nobody reads")
                .isEqualTo(204);
    }

    @Test
    void editsOfProductsNeedATokenAsBefore() {
        assertThat(ask(withTokens, "PATCH", "/products/1", "{}").status()).isEqualTo(401);
        assertThat(ask(withTokens, "DELETE", "/reviews", "").status()).isEqualTo(401);
        assertThat(ask(withTokens, "POST", "/reviews/1", "").status()).isEqualTo(401);
        assertThat(ask(open, "PATCH", "/products/1", "{}").status()).isEqualTo(405);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /reviews",
        "PUT, /reviews/1/helpful",
        "PUT, /reviews/1/report/",
        "POST, /qa/questions",
        "POST, /qa/questions/1/answers",
        "PUT, /qa/questions/1/helpful",
        "PUT, /qa/questions/1/report",
        "PUT, /qa/answers/1/helpful",
        "PUT, /api/fec2/hr-lax/qa/answers/1/report"
    })
    void preflightsAllowTheMethodOfTheRoute(String method, String path) {
        for (Service service : new Service[] {open, withTokens}) {
            RawResponse response = ask(
                    service,
                    "OPTIONS",
                    path,
                    "",
                    "Origin: https://shop.example",
                    "Access-Control-Request-Method: " + method,
                    "Access-Control-Request-Headers: content-type");

            assertThat(response.status()).isEqualTo(204);
            assertThat(response.header("access-control-allow-methods")).isEqualTo(reads(method) + ", " + method);
            assertThat(response.header("allow")).isEqualTo(reads(method) + ", " + method);
            assertThat(response.header("access-control-allow-headers")).contains("Content-Type");
        }
        assertThat(ask(off, "OPTIONS", path, "").header("access-control-allow-methods"))
                .isEqualTo(reads(method));
        RawResponse refused = ask(off, method, path, "{}");
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.header("allow")).isEqualTo(reads(method));
        assertThat(refused.body()).isEqualTo("{\"code\":405,\"message\":\"Shoppers cannot write here at the moment\"}");
    }

    /** Of these paths, those that take votes cannot be read. */
    private static String reads(String method) {
        return method.equals("PUT") ? "OPTIONS" : "GET, HEAD, OPTIONS";
    }

    @Test
    void preflightsOfOtherPathsAreAsBefore() {
        assertThat(ask("OPTIONS", "/products/1", "").header("access-control-allow-methods"))
                .isEqualTo("GET, HEAD, OPTIONS");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /reviews, 'GET, HEAD, OPTIONS, POST'",
        "PUT, /reviews, 'GET, HEAD, OPTIONS, POST'",
        "PATCH, /qa/questions/1/answers, 'GET, HEAD, OPTIONS, POST'",
        "POST, /reviews/1/helpful, 'OPTIONS, PUT'",
        "GET, /reviews/1/helpful, 'OPTIONS, PUT'",
        "HEAD, /qa/questions/1/report/, 'OPTIONS, PUT'",
        "GET, /interactions, 'OPTIONS, POST'",
        "PUT, /cart, 'GET, HEAD, OPTIONS, POST'",
        "BREW, /qa/answers/1/report, 'OPTIONS, PUT'"
    })
    void otherMethodsGet405WithTheMethodsOfThePath(String method, String path, String allowed) {
        RawResponse response = ask(method, path, "");

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.header("allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /reviews//helpful",
        "PUT, /qa/questions//report",
        "PUT, /qa/answers//helpful/",
        "POST, /qa/questions//answers",
        "GET, /qa/questions//answers",
        "GET, /api/fec2/hr-lax/qa/questions//answers?page=1"
    })
    void anIdThatAPageLeftEmptyGets404(String method, String path) {
        RawResponse response = ask(method, path, "");

        assertThat(response.status()).as(response.body()).isEqualTo(404);
        assertThat(response.body()).startsWith("{\"code\":404,\"message\":\"There is nothing at ");
        assertThat(response.header("access-control-allow-origin")).isEqualTo("*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/reviews/1",
                "/reviews/1/2/helpful",
                "/reviews/helpful",
                "/qa/questions/1/answers/2",
                "/reviews/1/helpful/x",
                "/reviewsx",
                "/"
            })
    void otherPathsGet405AsBefore(String path) {
        for (String method : new String[] {"POST", "PUT"}) {
            RawResponse response = ask(method, path, "{}");

            assertThat(response.status()).isEqualTo(405);
            assertThat(response.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
        }
    }

    @Test
    void everyResponseHasTheHeadersOfAllResponses() {
        for (String body : new String[] {QUESTION, "{}"}) {
            RawResponse response = ask("POST", "/qa/questions", body, "X-Request-Id: page-17", "Origin: http://a");

            assertThat(response.header("access-control-allow-origin")).isEqualTo("*");
            assertThat(response.header("x-request-id")).isEqualTo("page-17");
            assertThat(response.header("x-content-type-options")).isEqualTo("nosniff");
            assertThat(response.header("content-security-policy")).contains("default-src 'none'");
            assertThat(response.header("cache-control")).isEqualTo("no-store");
        }
    }

    @Test
    void aBodyOverTheLimitGets413AndOneAtTheLimitDoesNot() {
        String start = "{\"product_id\":1,\"body\":\"";
        String fits = start + "x".repeat(65_536 - start.length() - 2) + "\"}";

        assertThat(ask("POST", "/qa/questions", fits).status()).isEqualTo(201);
        assertThat(open.query("SELECT max(length(body)) FROM questions.question"))
                .isEqualTo("65510");
        RawResponse refused = ask("POST", "/qa/questions", fits + " ");
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.body()).contains("may have 65536 bytes, but has 65537 or more");
        assertThat(ask("PUT", "/reviews/999999/helpful", "x".repeat(65_537)).status())
                .isEqualTo(413);
        assertThat(ask("PUT", "/reviews/999999/helpful", "x".repeat(65_536)).status())
                .isEqualTo(404);
    }

    @Test
    void chunkedBodiesAreBodies() {
        String head = request("POST /qa/questions", "Transfer-Encoding: chunked");
        String half = QUESTION.substring(0, 30);
        String rest = QUESTION.substring(30);

        RawResponse response = RawConnection.ask(open.port(), head + chunk(half) + chunk(rest) + LAST_CHUNK);

        assertThat(response.status()).isEqualTo(201);
        assertThat(RawConnection.ask(open.port(), head + chunk("x".repeat(65_537)) + LAST_CHUNK)
                        .status())
                .isEqualTo(413);
        assertThat(RawConnection.ask(open.port(), head + LAST_CHUNK).status()).isEqualTo(422);
    }

    private static String chunk(String text) {
        return String.format("%s\r\n%s\r\n", Integer.toHexString(text.length()), text);
    }

    @Test
    void writesOfOneConnectionFollowEachOther() throws Exception {
        try (RawConnection connection = new RawConnection(open.port(), java.time.Duration.ofSeconds(5))) {
            String post = request("POST /qa/questions", "Content-Length: " + QUESTION.length()) + QUESTION;
            String get = request("GET /products/1");
            connection.send(post + post + get + request("PUT /qa/questions/abc/report") + get);

            for (int status : new int[] {201, 201, 200, 404, 200}) {
                assertThat(connection.read(false)).extracting("status").isEqualTo(status);
            }
        }
    }

    @Test
    void theQueryOfAWriteIsInNoLogAndNotOnTheDashboard() {
        HttpResponse<String> response = new Shopper(open.port())
                .send("POST", "/qa/questions?email=eve@shop.example", BodyPublishers.ofString(QUESTION));
        new Shopper(open.port()).send("POST", "/nowhere?email=eve@shop.example", BodyPublishers.ofString("{}"));
        // A browser sends it before a POST from another origin.
        HttpResponse<String> preflight = new Shopper(open.port())
                .send(
                        "OPTIONS",
                        "/qa/questions?email=eve@shop.example",
                        BodyPublishers.noBody(),
                        "Origin",
                        "https://shop.example",
                        "Access-Control-Request-Method",
                        "POST");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(open.admin("/dashboard/data.json")).contains("/qa/questions").doesNotContain("eve@shop");
    }

    @Test
    void outcomesAreCounted() {
        ask("POST", "/qa/questions", QUESTION);
        ask("POST", "/qa/questions", "{}");
        ask("PUT", "/qa/answers/999/report", "");
        ask(off, "PUT", "/qa/answers/999/report", "");

        assertThat(open.admin("/prometheus"))
                .containsPattern("shopper_writes_total\\{outcome=\"written\",route=\"POST /qa/questions\"} [1-9]")
                .containsPattern("shopper_writes_total\\{outcome=\"invalid\",route=\"POST /qa/questions\"} [1-9]")
                .containsPattern(
                        "shopper_writes_total\\{outcome=\"unknown\",route=\"PUT /qa/answers/\\{answer_id}/report\"} [1-9]")
                .contains("shopper_writes_total{outcome=\"limited\",route=\"POST /reviews\"} 0.0")
                .contains("shopper_writes_waiting 0.0")
                .containsPattern("shopper_pool_connections\\{state=\"idle\"} [1-9]");
        assertThat(off.admin("/prometheus"))
                .containsPattern(
                        "shopper_writes_total\\{outcome=\"off\",route=\"PUT /qa/answers/\\{answer_id}/report\"} [1-9]");
    }
}
