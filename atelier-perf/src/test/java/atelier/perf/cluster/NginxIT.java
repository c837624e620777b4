package atelier.perf.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.parallel.BesideOthers;
import atelier.perf.replay.AccessLog;
import atelier.perf.service.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of nginx, compared with those of a node. */
@BesideOthers
class NginxIT {
    private static final String TOKEN = "loaderio-0123456789abcdef0123456789abcdef";
    private static final int LONGEST = 2_000;
    private static final String JSON = "application/json";
    private static final Pattern ROUTE = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern VALUE = Pattern.compile("(?<==)\\w+");

    @TempDir
    private static Path folder;

    private static Cluster cluster;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() throws Exception {
        Nginx.require(NginxIT.class);
        // The space tests the quoting of the folder.
        cluster = Cluster.start(folder.resolve("a cluster"), 2, Map.of(), Map.of("LOADERIO_TOKEN", TOKEN));
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    static Stream<String> paths() {
        return Stream.of(
                "/",
                "/products",
                "/products?page=2&count=7",
                "/products?count=0",
                "/products?page=x",
                "/products?junk=1&count=3&page=2",
                "/products?page=2&page=3",
                "/products?page=x&page=3",
                "/products?PAGE=2&page=3",
                "/products?xpage=2&page=3",
                "/products?%70age=2&p%61g%65=3",
                "/products?p%2561ge=2",
                "/products?page=%32",
                "/products?page=02",
                "/products?page=+2",
                "/products?page=&count=3",
                "/products?page&count=3",
                "/products?count=3&&page=2&",
                "/products?page=2;count=3",
                "/products?page%3D2",
                "/products?page=2%26count=3",
                "/products?a?page=2",
                "/products?page=2?",
                "/products?page=1000000000",
                "/products?c%6Fun%74=3&COUNT=4&count=5",
                "/products/?count=3",
                "/products?",
                "/api/fec2/hr-lax/products?junk=1&count=3",
                "/api/fec2/hr-lax/products/5/styles?junk=1",
                "/api/fec2/hr-lax/products/2001",
                "/api/fec2/hr-lax",
                "/api/fec2/hr-lax/?junk=1",
                "/api/fec2//products/5",
                "/api/fec2/a/b/products/5",
                "/products/1?page=2",
                "/products/1/",
                "/products/1/styles/?junk=1",
                "/products/01",
                "/products/0001/related",
                "/products/0",
                "/products/4294967297",
                "/products?page=0",
                "/products?page=000&count=00",
                "/products/1?/styles",
                "/products/1;a=b",
                "/products/1/reviews",
                "/products/1/reviews?junk=1",
                "/products/1/Styles",
                "/products/1/styles/1",
                "/?junk=1",
                "/products/1",
                "/products/2000/styles",
                "/products/1999/related",
                "/products/2001",
                "/products/abc",
                "/products/1%2Fstyles",
                "/api/fec2/hr-lax/products/5",
                "/favicon.ico",
                "/products//1",
                "/docs/api.md",
                "/docs",
                "/docs/swagger-ui-bundle.js",
                "/docs/swagger-ui-bundle.js?junk=1",
                "/docs/",
                "/docs/none.js",
                "/shop",
                "/shop?product=5",
                "/shop?api=http://localhost:1",
                "/shop?%61pi=http://localhost:1",
                "/shop?product=5&api=http://localhost:1",
                "/shop/",
                "/shop/shop.js",
                "/shop/shop.css?junk=1",
                "/shop/none.js",
                "/openapi.json",
                "/openapi.yaml?junk=1",
                "/reviews",
                "/reviews?product_id=undefined",
                "/reviews?product_id=1&sort=newest&page=0&count=9007199254740991",
                "/reviews?product_id=1&page=2&count=2&page=3",
                "/reviews/?sort=helpful&junk=1&product_id=01&count=abc",
                "/reviews?product_id=1&sort=%6Eewest&count=2",
                "/reviews?product_id=1&sort=new%20est&page=+2",
                "/reviews?product_id=1&count=1000000000000000000",
                "/reviews?product_id=1&count=9223372036854775807&page=9223372036854775808",
                "/reviews?product_id=1&page=-1&count=1.5&sort=NEWEST",
                "/reviews?product_id=2147483648",
                "/reviews/meta?product_id=1",
                "/reviews/meta/?product%5Fid=1&x=y",
                "/reviews/meta?product_id=999999",
                "/qa/questions?product_id=1&count=100",
                "/api/fec2/hr-lax/qa/questions/?page&count&product_id=1",
                "/qa/questions?PRODUCT_ID=1",
                "/qa/questions/1/answers",
                "/qa/questions/01/answers/?page=2&count=1",
                "/qa/questions/x/answers",
                "/qa/questions/0/answers?page=x",
                "/cart",
                "/reviews/1");
    }

    @ParameterizedTest
    @MethodSource("paths")
    void responsesAreTheNodesByteForByte(String path) throws Exception {
        HttpResponse<byte[]> node = get("http://" + cluster.node(0).address(), path);

        for (int time = 0; time < 2; time++) {
            HttpResponse<byte[]> response = get(cluster.nginx().address(), path);
            assertThat(response.statusCode()).isEqualTo(node.statusCode());
            assertThat(response.body()).isEqualTo(node.body());
            for (String header : List.of(
                    "Content-Type",
                    "ETag",
                    "Link",
                    "Location",
                    "X-Total-Count",
                    "Access-Control-Allow-Origin",
                    "Content-Security-Policy")) {
                assertThat(response.headers().allValues(header))
                        .as(header)
                        .isEqualTo(node.headers().allValues(header));
            }
        }
    }

    @Test
    void secondEqualRequestIsACacheHit() throws Exception {
        String path = "/products/17/styles";

        assertThat(header(get(path), "X-Cache")).isEqualTo("MISS");
        assertThat(header(get(path), "X-Cache")).isEqualTo("HIT");
        HttpResponse<byte[]> same = get(path, "If-None-Match", header(get(path), "ETag"));
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(header(send("HEAD", path), "X-Cache")).isEqualTo("HIT");
    }

    @ParameterizedTest
    @CsvSource({
        "/products/60,                  /products/60?junk=1",
        "/products/61/styles,           /products/0061/styles/?a=b&c=d",
        "/products/62/related,          /api/fec2/hr-lax/products/62/related?_=1718200000",
        "/products?count=31,            /products?junk=1&count=31",
        "/products?page=2&count=32,     /products?count=032&page=2",
        "/products?page=2&count=33,     /api/fec2/hr-lax/products?page=2&count=33&page=3&%70age=4",
        "/products?page=3&count=34,     /products?PAGE=4&%70age=3&c%6Funt=34",
        "/openapi.json,                 /openapi.json?junk=1"
    })
    void otherSpellingOfAUrlIsACacheHit(String path, String same) throws Exception {
        HttpResponse<byte[]> first = get(path);
        HttpResponse<byte[]> second = get(same);

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(header(second, "X-Cache")).isNotEqualTo("MISS");
    }

    @Test
    void everyReadRouteOfTheServiceIsCanonical() throws Exception {
        List<String> routes = routes();

        assertThat(routes).contains("/products/63");
        for (String route : routes) {
            get(route);
            assertThat(header(get(route + (route.contains("?") ? "&" : "?") + "junk=1"), "X-Cache"))
                    .as(route)
                    .isNotEqualTo("MISS");
        }
    }

    @Test
    void everyParameterOfTheServicesRoutesReachesANode() throws Exception {
        List<String> parameters = new ArrayList<>();
        for (String route : routes()) {
            get(route);
            for (MatchResult value : VALUE.matcher(route).results().toList()) {
                String other = route.substring(0, value.start())
                        + (value.group().equals("relevant") ? "newest" : "64")
                        + route.substring(value.end());
                assertThat(header(get(other), "X-Cache")).as(other).isEqualTo("MISS");
                parameters.add(other);
            }
        }
        assertThat(parameters).hasSizeGreaterThan(5);
    }

    /** Returns all read routes of the service, with 63 in place of each id. */
    private List<String> routes() throws Exception {
        String description = new String(get("/").body(), StandardCharsets.UTF_8);
        return ROUTE.matcher(description.replaceFirst(".*\"routes\":\\[([^]]*)].*", "$1"))
                .results()
                .map(route -> route.group(1).replaceAll("\\{\\w+}", "63"))
                .toList();
    }

    @Test
    void browsersGetThePageAndProgramsTheDescription() throws Exception {
        for (int time = 0; time < 2; time++) {
            for (String path : List.of("/", "/api/fec2/hr-lax")) {
                for (String accept :
                        List.of("text/html,application/xhtml+xml,*/*;q=0.8", "text/html", "*/*,text/html;q=0.1")) {
                    assertThat(header(get(path, "Accept", accept), "Content-Type"))
                            .isEqualTo("text/html;charset=utf-8");
                }
                for (String accept : List.of("*/*", "application/json, text/html", "text/htmlx", "application/json")) {
                    assertThat(header(get(path, "Accept", accept), "Content-Type"))
                            .isEqualTo("application/json");
                }
            }
        }
    }

    @Test
    void unusualUrlIsNotStored() throws Exception {
        for (int time = 0; time < 3; time++) {
            HttpResponse<byte[]> answer = get("/products?page=%32&count=35");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(header(answer, "X-Cache")).isEqualTo("MISS");
        }
    }

    @Test
    void wordBelowAProductThatIsNoRouteIsNotStored() throws Exception {
        for (int time = 0; time < 2; time++) {
            HttpResponse<byte[]> answer = get("/products/36/nothing?junk=1");

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(header(answer, "X-Cache")).isEqualTo("MISS");
        }
    }

    @Test
    void unusualUrlsHaveALimitOfTheirOwn() throws Exception {
        List<String> nodes = cluster.nodes().stream().map(Node::address).toList();
        try (Nginx strict = Nginx.start(folder.resolve("unusual"), nodes, Map.of("NGINX_CLIENT_UNUSUAL_RATE", "1"))) {
            List<Integer> statuses = new ArrayList<>();
            for (int number = 0; number < 20; number++) {
                statuses.add(get(strict.address(), "/" + number).statusCode());
                assertThat(get(strict.address(), "/products?junk=" + number).statusCode())
                        .isEqualTo(200);
            }

            assertThat(statuses).contains(404, 429).containsOnly(404, 429);
        }
    }

    @Test
    void manyColdReadsAtOnceAreNotRefusedByNginx() throws Exception {
        List<CompletableFuture<HttpResponse<byte[]>>> answers = IntStream.range(1_000, 1_400)
                .mapToObj(product -> client.sendAsync(
                        request("GET", cluster.nginx().address(), "/products/" + product),
                        HttpResponse.BodyHandlers.ofByteArray()))
                .toList();

        // A node on a busy machine may refuse what waits too long.
        assertThat(answers)
                .allSatisfy(answer -> assertThat(new String(answer.join().body(), StandardCharsets.UTF_8))
                        .doesNotContain("No node can take the request"));
    }

    @Test
    void staleResponseIsServedDuringRevalidationButNotForLong() throws Exception {
        String path = "/products/31";
        get(path);
        AtomicReference<String> cache = new AtomicReference<>("");
        Waiting.until("the response is stale", () -> {
            cache.set(header(get(path), "X-Cache"));
            return !cache.get().equals("HIT");
        });
        assertThat(cache.get()).isIn("STALE", "UPDATING");
        Waiting.until(
                "the response is fresh again",
                () -> header(get(path), "X-Cache").equals("HIT"));
        // Longer than max-age plus stale-while-revalidate.
        TimeUnit.SECONDS.sleep(5);

        assertThat(header(get(path), "X-Cache")).isIn("EXPIRED", "REVALIDATED");
    }

    @Test
    void errorsAreNeverCached() throws Exception {
        for (int time = 0; time < 2; time++) {
            HttpResponse<byte[]> response = get("/products/999999");
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(header(response, "X-Cache")).isEqualTo("MISS");
        }
    }

    @Test
    void bodiesAreCompressedForClientsThatAcceptGzip() throws Exception {
        HttpResponse<byte[]> plain = get("/products?count=100");
        HttpResponse<byte[]> compressed = get("/products?count=100", "Accept-Encoding", "gzip");

        assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(compressed, "Vary")).isEqualTo("Accept-Encoding");
        assertThat(compressed.body().length).isLessThan(plain.body().length / 2);
        HttpResponse<byte[]> same =
                get("/products?count=100", "Accept-Encoding", "gzip", "If-None-Match", header(compressed, "ETag"));
        assertThat(same.statusCode()).isEqualTo(304);
    }

    @Test
    void compressedBodyIsCachedOnceForAllBrowsers() throws Exception {
        HttpResponse<byte[]> one = get("/products?count=101", "Accept-Encoding", "gzip, deflate, br, zstd");
        HttpResponse<byte[]> other = get("/products?count=101", "Accept-Encoding", "br;q=1.0, gzip;q=0.8");
        HttpResponse<byte[]> plain = get("/products?count=101", "Accept-Encoding", "br, gzip;q=0");

        assertThat(header(one, "X-Cache")).isEqualTo("MISS");
        assertThat(header(other, "X-Cache")).isNotEqualTo("MISS");
        assertThat(other.body()).isEqualTo(one.body());
        assertThat(header(other, "Content-Encoding")).isEqualTo("gzip");
        assertThat(header(plain, "Content-Encoding")).isEmpty();
        assertThat(plain.body().length).isGreaterThan(2 * one.body().length);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /products/1 HTTP/9.9\\r\\n\\r\\n | 400
            BREW\\r\\n\\r\\n | 400
            GET /products HTTP/1.1\\r\\n\\r\\n | 400
            GET /products/1 HTTP/1.1\\r\\nHost: a\\r\\nX: LONG\\r\\n\\r\\n | 431
            GET /LONG HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n | 414
            PUT /products/1 HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 70000\\r\\n\\r\\n | 413
            """)
    void errorsOfNginxHaveTheApisJsonShape(String request, int status) throws Exception {
        String sent = request.replace("\\r", "\r").replace("\\n", "\n").replace("LONG", "a".repeat(40_000));

        String response = raw(sent);

        assertThat(response).startsWith("HTTP/1.1 " + status);
        assertThat(response)
                .containsIgnoringCase("content-type: " + JSON)
                .contains("{\"code\":" + status + ",\"message\":\"");
        assertThat(response).doesNotContain("<html").doesNotContain("nginx/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health-check",
                "/health-check?type=ready",
                "/metrics",
                "/healthcheck",
                "/tasks/gc",
                "/nginx-status"
            })
    void operatorsPagesReturn404(String path) throws Exception {
        HttpResponse<byte[]> response = get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(header(response, "Content-Type")).isEqualTo(JSON);
        assertThat(get(cluster.nginx().statusAddress(), "/nginx-status").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
    void writesReturn405WithoutReachingANode(String method) throws Exception {
        HttpResponse<byte[]> response = send(method, "/products/1");

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("X-Cache")).isEmpty();
        assertThat(header(response, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"code\":405,\"message\":\"This method is not possible here\"}");
    }

    @Test
    void loaderIoVerificationReturnsTheToken() throws Exception {
        for (String path : List.of("/" + TOKEN, "/" + TOKEN + "/", "/" + TOKEN + ".txt", "/" + TOKEN + ".html")) {
            assertThat(new String(get(path).body(), StandardCharsets.UTF_8)).isEqualTo(TOKEN);
        }
        assertThat(get("/loaderio-somethingelse").statusCode()).isEqualTo(404);
    }

    @Test
    void requestKeepsItsIdOrGetsOne() throws Exception {
        assertThat(header(get("/products/1", "X-Request-Id", "frontend-4711"), "X-Request-Id"))
                .isEqualTo("frontend-4711");
        assertThat(header(get("/products/1", "X-Request-Id", "\"><script>"), "X-Request-Id"))
                .matches("[0-9a-f]{32}");
    }

    @Test
    void cachedResponseHasTheIdOfTheCurrentRequest() throws Exception {
        for (String id : List.of("frontend-4711", "frontend-4712", "frontend-4713")) {
            assertThat(get("/products/1", "X-Request-Id", id).headers().allValues("X-Request-Id"))
                    .containsExactly(id);
        }
    }

    @Test
    void clientAboveItsRateGets429() throws Exception {
        List<String> nodes = cluster.nodes().stream().map(Node::address).toList();
        Map<String, String> limits = Map.of("NGINX_CLIENT_RATE", "10", "NGINX_CLIENT_BURST", "5");
        try (Nginx strict = Nginx.start(folder.resolve("strict"), nodes, limits)) {
            List<CompletableFuture<HttpResponse<byte[]>>> responses = IntStream.range(0, 50)
                    .mapToObj(number -> client.sendAsync(
                            request("GET", strict.address(), "/products/1"), HttpResponse.BodyHandlers.ofByteArray()))
                    .toList();
            List<HttpResponse<byte[]>> refused = responses.stream()
                    .map(CompletableFuture::join)
                    .filter(response -> response.statusCode() != 200)
                    .toList();

            assertThat(refused).hasSizeBetween(10, 45).allSatisfy(response -> {
                assertThat(response.statusCode()).isEqualTo(429);
                assertThat(header(response, "Retry-After")).isEqualTo("1");
                assertThat(new String(response.body(), StandardCharsets.UTF_8)).startsWith("{\"code\":429,");
            });
        }
    }

    @Test
    void accessLogCanBeReplayed() throws Exception {
        get("/products/1");
        Path log = cluster.nginx().accessLog();

        Waiting.until("the log is written", () -> Files.exists(log) && Files.size(log) > 0);

        assertThat(AccessLog.scan(log).summary().replayable()).isPositive();
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return client.send(
                HttpRequest.newBuilder(request("GET", cluster.nginx().address(), path), (name, value) -> true)
                        .headers(headers.length == 0 ? new String[] {"X-Nothing", "none"} : headers)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> get(String address, String path) throws Exception {
        return client.send(request("GET", address, path), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> send(String method, String path) throws Exception {
        return client.send(request(method, cluster.nginx().address(), path), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpRequest request(String method, String address, String path) {
        return HttpRequest.newBuilder(URI.create(address + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String raw(String request) throws IOException {
        URI nginx = URI.create(cluster.nginx().address());
        try (Socket socket = new Socket(InetAddress.getByName(nginx.getHost()), nginx.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder response = new StringBuilder();
            // Every error body ends with a brace; some connections stay open.
            int next = 0;
            while (next >= 0 && next != '}' && response.length() < LONGEST) {
                next = socket.getInputStream().read();
                response.append((char) next);
            }
            return response.toString();
        }
    }
}
