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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
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
                "/openapi.json");
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
                    "Cache-Control",
                    "Link",
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

    @Test
    void fewOfManySimultaneousEqualRequestsReachANodeAndNoneWaitsLong() throws Exception {
        get("/products/24");
        // A request that waits for nginx's cache lock always takes 500 ms. A busy machine is slow only sometimes.
        boolean collapsed = false;
        for (int product = 41; product <= 50 && !collapsed; product++) {
            collapsed = areCollapsed("/products/" + product);
        }
        assertThat(collapsed)
                .as("in one of ten attempts at most ten of 50 requests reach a node, within 450 ms")
                .isTrue();
    }

    private boolean areCollapsed(String path) {
        long start = System.nanoTime();
        List<CompletableFuture<HttpResponse<byte[]>>> responses = IntStream.range(0, 50)
                .mapToObj(number -> client.sendAsync(
                        request("GET", cluster.nginx().address(), path), HttpResponse.BodyHandlers.ofByteArray()))
                .toList();
        assertThat(responses).allMatch(response -> response.join().statusCode() == 200);
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        long misses = responses.stream()
                .filter(response -> header(response.join(), "X-Cache").equals("MISS"))
                .count();
        return took < 450 && misses >= 1 && misses <= 10;
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

    @Test
    void formatOfTheAccessLogNeedsNoOtherFile() throws Exception {
        Path own = Files.createDirectories(folder.resolve("own"));
        Path format = Path.of("..", "nginx", "access-log-format.conf").toRealPath();
        Path configuration = Files.writeString(
                own.resolve("nginx.conf"),
                """
                pid nginx.pid;
                events {}
                http {
                    include "%s";
                    access_log access.json atelier_json buffer=64k flush=1s;
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    server { listen unix:nginx.socket; }
                }
                """.formatted(format));
        Path output = own.resolve("output");

        int status = new ProcessBuilder("nginx", "-t", "-e", "stderr", "-p", own + "/", "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();

        assertThat(status).as(Files.readString(output)).isZero();
    }

    @Test
    void failureThatAnotherNodeHidesIsLogged() throws Exception {
        String absent = "127.0.0.1:" + Ports.free();
        String present = cluster.node(0).address();
        Path log = folder.resolve("failures.json");
        Map<String, String> settings = Map.of("NGINX_FAILURE_LOG", log.toString(), "NGINX_ACCESS_LOG", "off");
        try (Nginx nginx = Nginx.start(folder.resolve("failures"), List.of(absent, present), settings)) {
            for (int product = 1; product <= 10; product++) {
                assertThat(get(nginx.address(), "/products/" + product).statusCode())
                        .isEqualTo(200);
            }
            Waiting.until("the failures are logged", () -> Files.size(log) > 0);

            List<String> lines = Files.readAllLines(log);
            // nginx does not call a node again for two seconds after three failures.
            assertThat(lines).hasSizeBetween(1, 9).allSatisfy(line -> assertThat(line)
                    .contains("\"status\":\"200\"")
                    .contains("\"server_protocol\":\"HTTP/1.1\"")
                    .contains("\"limit_req_status\":\"PASSED\"")
                    .contains("\"upstream_addr\":\"%s, %s\"".formatted(absent, present))
                    .contains("\"upstream_status\":\"502, 200\"")
                    .containsPattern("\"upstream_connect_time\":\"-, \\d+\\.\\d{3}\""));
            assertThat(Files.readString(folder.resolve("failures").resolve("error.log")))
                    .contains("connect() failed", absent);
        }
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
