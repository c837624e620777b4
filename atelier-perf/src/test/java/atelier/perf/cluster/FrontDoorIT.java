package atelier.perf.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.parallel.BesideOthers;
import atelier.perf.service.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nginx does by itself: whom it limits, what it logs, and what it sends to nodes, which are replaced by small servers. */
@BesideOthers
class FrontDoorIT {
    private static final Pattern LISTEN = Pattern.compile("listen (\\S+)");
    private static final String TOKEN = "loaderio-0123456789abcdef0123456789abcdef";
    private static final AtomicInteger COUNTER = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static FakeNode node;
    private static Nginx nginx;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void start() throws Exception {
        Nginx.require(FrontDoorIT.class);
        node = FakeNode.start(exchange -> FakeNode.respond(exchange, "{}"));
        nginx = start(Map.of("LOADERIO_TOKEN", TOKEN), node.address());
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.close();
        }
        if (node != null) {
            node.close();
        }
    }

    private static Nginx start(Map<String, String> settings, String... nodes) throws Exception {
        return Nginx.start(folder.resolve("nginx-" + COUNTER.incrementAndGet()), List.of(nodes), settings);
    }

    /** Two requests are the limit, so the second address gets 429 if it counts as the same client. */
    @ParameterizedTest
    @CsvSource({
        "203.0.113.7,            203.0.113.7,            429",
        "203.0.113.7,            203.0.113.8,            200",
        "2001:db8:1:2:3:4:5:6,   2001:db8:1:2:ff:4:5:6,  429",
        "2001:db8:1:2::1,        2001:db8:1:2:a:b:c:d,   429",
        "2001:db8:1:2:3:4:5:6,   2001:db8:1:3:3:4:5:6,   200",
        "2001:db8:1::6,          2001:db8:1:0:9:8:7:6,   429",
        "2001:db8:1::6,          2001:db8:1:1::6,        200",
        "2001:db8::6,            2001:db8:0:0:9:8:7:6,   429",
        "2001:db8::6,            2001:db8:0:1::6,        200",
        "2001:0:0:5:1:2:3:4,     2001:0:0:5:9:2:3:4,     429",
        "2001:0:0:5:1:2:3:4,     2001:0:0:6:1:2:3:4,     200",
        "2001::7:8,              2001:0:0:0:1:2:7:8,     429",
        "0:0:1:2:3:4:5:6,        0:0:1:2:9:4:5:6,        429",
        "0:0:1:2:3:4:5:6,        0:0:1:3:3:4:5:6,        200",
        "0:0:0:2:3:4:5:6,        0:0:0:2:9:4:5:6,        429",
        "0:0:0:2:3:4:5:6,        0:0:0:3:3:4:5:6,        200",
        "::1,                    ::2,                    429",
        "::ffff:203.0.113.9,     ::ffff:203.0.113.10,    200"
    })
    void clientIsAnIpv4AddressOrAnIpv6NetworkBehindATrustedProxy(String first, String second, int status)
            throws Exception {
        Map<String, String> settings = Map.of(
                "NGINX_TRUSTED_PROXIES", "127.0.0.1,10.0.0.0/8", "NGINX_CLIENT_RATE", "1", "NGINX_CLIENT_BURST", "1");
        try (Nginx strict = start(settings, node.address())) {
            for (int time = 0; time < 2; time++) {
                assertThat(get(strict, "/products/1", "X-Forwarded-For", first).statusCode())
                        .isEqualTo(200);
            }
            assertThat(get(strict, "/products/1", "X-Forwarded-For", "198.51.100.1, " + second + ", 10.1.2.3")
                            .statusCode())
                    .isEqualTo(status);
        }
    }

    @Test
    void onlyATrustedProxyMayNameTheClient() throws Exception {
        get(nginx, "/products/2", "X-Forwarded-For", "203.0.113.7");

        assertThat(received("/products/2").forwardedFor()).isEqualTo("127.0.0.1");
        try (Nginx behind = start(Map.of("NGINX_TRUSTED_PROXIES", "127.0.0.0/8"), node.address())) {
            get(behind, "/products/3", "X-Forwarded-For", "203.0.113.7");
        }
        assertThat(received("/products/3").forwardedFor()).isEqualTo("203.0.113.7");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            80                     | on  | 80, [::]:80
            80                     | off | 80
            8080,9090              | on  | 8080, [::]:8080, 9090, [::]:9090
            192.0.2.1:80           | on  | 192.0.2.1:80
            192.0.2.1:80,[::1]:80  | on  | 192.0.2.1:80, [::1]:80
            """)
    void portWithoutAnAddressMeansIpv6Too(String port, String ipv6, String listening) throws Exception {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", ". ../nginx/settings.envsh && echo \"$NGINX_LISTEN\"")
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        shell.environment().putAll(Map.of("NGINX_PORT", port, "NGINX_IPV6", ipv6));

        String directives = new String(shell.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(LISTEN.matcher(directives)
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.joining(", ")))
                .isEqualTo(listening);
    }

    @Test
    void requestOfHttp10NeedsNoHost() throws Exception {
        assertThat(exchange("GET /products/4 HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(received("/products/4").host()).isEqualTo("atelier");
        assertThat(exchange("GET /products/5 HTTP/1.1\r\nHost: SHOP.example:80\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(received("/products/5").host()).isEqualTo("shop.example");
    }

    @Test
    void unmetConditionOnACachedResponseHasTheApisShape() throws Exception {
        get(nginx, "/products/6");

        HttpResponse<String> answer = get(nginx, "/products/6", "If-Match", "\"other\"");

        assertThat(answer.statusCode()).isEqualTo(412);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/json");
        assertThat(answer.headers().firstValue("ETag")).isEmpty();
        assertThat(answer.body())
                .isEqualTo("{\"code\":412,\"message\":"
                        + "\"The response does not meet the condition in If-Match or If-Unmodified-Since\"}");
    }

    /** The node's OPTIONS lists the same methods. */
    @ParameterizedTest
    @CsvSource({
        "DELETE, /products/1, 'GET, HEAD, OPTIONS'",
        "POST, /reviews/meta?product_id=1, 'GET, HEAD, OPTIONS'",
        "DELETE, /reviews?product_id=1, 'GET, HEAD, OPTIONS, POST'",
        "PATCH, /qa/questions, 'GET, HEAD, OPTIONS, POST'",
        "PUT, /api/fec2/hr-lax/qa/questions/1/answers/, 'GET, HEAD, OPTIONS, POST'",
        "DELETE, /cart, 'GET, HEAD, OPTIONS, POST'",
        "PUT, /interactions, 'OPTIONS, POST'",
        "POST, /reviews/1/helpful, 'OPTIONS, PUT'",
        "DELETE, /api/fec2/hr-lax/qa/answers/1/report/?x=1, 'OPTIONS, PUT'"
    })
    void refusedMethodNamesThoseOfItsPath(String method, String path, String allowed) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(nginx.address() + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().allValues("Allow")).containsExactly(allowed);
    }

    @Test
    void rangeIsIgnoredAsANodeIgnoresIt() throws Exception {
        for (String path : List.of("/products/7", "/products/7", "/" + TOKEN)) {
            HttpResponse<String> answer = get(nginx, path, "Range", "bytes=9999-");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isIn("{}", TOKEN);
        }
    }

    @Test
    void clientsDoNotAddTheirOwnStaleAgeToThatOfNginx() throws Exception {
        for (int time = 0; time < 2; time++) {
            assertThat(get(nginx, "/products/8").headers().allValues("Cache-Control"))
                    .containsExactly("public, max-age=1");
        }
    }

    @Test
    void secondRequestForAColdUrlDoesNotWaitForTheFirst() throws Exception {
        // Each response waits for the second request. With a lock, nginx sends that one after a fixed time.
        Map<String, CountDownLatch> arrived = new ConcurrentHashMap<>();
        try (FakeNode slow = FakeNode.start(exchange -> {
                    CountDownLatch both =
                            arrived.computeIfAbsent(exchange.getRequestURI().toString(), path -> new CountDownLatch(2));
                    both.countDown();
                    await(both);
                    FakeNode.respond(exchange, "{}");
                });
                Nginx cache = start(Map.of(), slow.address())) {
            boolean independent = false;
            // A busy machine delays requests as well, but not each time.
            for (int product = 1; product <= 20 && !independent; product++) {
                String path = "/products/" + product;
                List<CompletableFuture<HttpResponse<String>>> both =
                        List.of(getLater(cache, path), getLater(cache, path));
                both.forEach(CompletableFuture::join);
                List<Long> arrivals = slow.requests().stream()
                        .filter(request -> request.target().equals(path))
                        .map(FakeNode.Received::nanoTime)
                        .toList();
                independent =
                        arrivals.size() == 2 && TimeUnit.NANOSECONDS.toMillis(arrivals.get(1) - arrivals.get(0)) < 40;
            }
            assertThat(independent).isTrue();
        }
    }

    @Test
    void writesHaveASmallBoundThatLeavesReadsAlone() throws Exception {
        // The connections are accepted by the system, and nobody responds.
        try (ServerSocket silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
                Nginx bounded =
                        start(Map.of("NGINX_WRITES", "on", "NODE_WRITES", "2"), "127.0.0.1:" + silent.getLocalPort())) {
            List<CompletableFuture<HttpResponse<String>>> writes = IntStream.range(0, 5)
                    .mapToObj(number -> client.sendAsync(
                            HttpRequest.newBuilder(URI.create(bounded.address() + "/products/1"))
                                    .method("PATCH", HttpRequest.BodyPublishers.ofString("{}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString()))
                    .toList();
            Waiting.until(
                    "three of five are refused",
                    () -> writes.stream().filter(CompletableFuture::isDone).count() == 3);

            for (CompletableFuture<HttpResponse<String>> write : writes) {
                if (write.isDone()) {
                    assertThat(write.join().statusCode()).isEqualTo(503);
                }
            }
            // A refused read would get 503.
            assertThat(get(bounded, "/products/1").statusCode()).isEqualTo(504);
        }
    }

    @Test
    void nodesThatFailedAreTriedAgainIfNoOtherIsLeft() throws Exception {
        try (FakeNode faulty = FakeNode.start(exchange -> {
                    if (exchange.getRequestURI().getPath().equals("/products/9")) {
                        // Closes the connection without a response.
                        throw new IOException("a fault");
                    }
                    FakeNode.respond(exchange, "{}");
                });
                Nginx cluster = start(Map.of(), faulty.address(), faulty.address())) {
            // nginx does not call a node for two seconds after three failures.
            for (int time = 0; time < 3; time++) {
                assertThat(get(cluster, "/products/9").statusCode()).isEqualTo(503);
            }

            assertThat(get(cluster, "/products/10").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void formatOfTheAccessLogNeedsNoOtherFile() throws Exception {
        Path own = Files.createDirectories(folder.resolve("own"));
        Path format = Path.of("..", "nginx", "access-log-format.conf").toRealPath();
        Path configuration = Files.writeString(own.resolve("nginx.conf"), """
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
        Path log = folder.resolve("failures.json");
        Map<String, String> settings = Map.of("NGINX_FAILURE_LOG", log.toString(), "NGINX_ACCESS_LOG", "off");
        try (Nginx watched = start(settings, absent, node.address())) {
            for (int product = 101; product <= 110; product++) {
                assertThat(get(watched, "/products/" + product).statusCode()).isEqualTo(200);
            }
            Waiting.until("the failures are logged", () -> Files.size(log) > 0);

            // nginx does not call a node for two seconds after three failures.
            assertThat(Files.readAllLines(log))
                    .hasSizeBetween(1, 9)
                    .allSatisfy(line -> assertThat(line)
                            .contains("\"status\":\"200\"")
                            .contains("\"server_protocol\":\"HTTP/1.1\"")
                            .contains("\"limit_req_status\":\"PASSED\"")
                            .contains("\"upstream_addr\":\"%s, %s\"".formatted(absent, node.address()))
                            .contains("\"upstream_status\":\"502, 200\"")
                            .containsPattern("\"upstream_connect_time\":\"-, \\d+\\.\\d{3}\""));
            assertThat(watched.errors()).contains("connect() failed", absent);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            // Below nginx's time limit for a node.
            latch.await(500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<String> get(Nginx server, String path, String... headers) {
        return getLater(server, path, headers).join();
    }

    private CompletableFuture<HttpResponse<String>> getLater(Nginx server, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static FakeNode.Received received(String target) {
        return node.requests().stream()
                .filter(request -> request.target().equals(target))
                .findFirst()
                .orElseThrow();
    }

    private static String exchange(String request) throws IOException {
        URI address = URI.create(nginx.address());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
