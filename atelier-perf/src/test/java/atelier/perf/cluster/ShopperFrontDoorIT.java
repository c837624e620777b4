package atelier.perf.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import atelier.perf.parallel.BesideOthers;
import atelier.perf.service.Waiting;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nginx does with the routes that shoppers write: small servers stand for the nodes. */
@BesideOthers
class ShopperFrontDoorIT {
    private static final String QUESTIONS = "/qa/questions?product_id=1";
    private static final AtomicInteger COUNTER = new AtomicInteger();

    @TempDir
    private static Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void requireNginx() {
        Nginx.require(ShopperFrontDoorIT.class);
    }

    private static Nginx start(Map<String, String> settings, FakeNode... nodes) throws Exception {
        return Nginx.start(
                folder.resolve("nginx-" + COUNTER.incrementAndGet()),
                Stream.of(nodes).map(FakeNode::address).toList(),
                settings);
    }

    /** Responds as a node does with a body that may change at any moment. */
    private static void respondFresh(HttpExchange exchange, String body) throws IOException {
        String tag = "\"" + Integer.toHexString(body.hashCode()) + "\"";
        exchange.getResponseHeaders().set("X-Accel-Expires", "@1");
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        exchange.getResponseHeaders().set("ETag", tag);
        if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
        } else {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static void respond(HttpExchange exchange, int status) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, -1);
    }

    private static HttpHandler status(int status) {
        return exchange -> respond(exchange, status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                QUESTIONS,
                "/qa/questions/7/answers",
                "/reviews?product_id=1",
                "/reviews/meta?product_id=1",
                "/api/fec2/hr-lax/reviews/?product_id=1&sort=newest"
            })
    void nodeIsAskedEachTimeWithTheStoredEntityTag(String path) throws Exception {
        AtomicReference<String> body = new AtomicReference<>("[1]");
        try (FakeNode node = FakeNode.start(exchange -> respondFresh(exchange, body.get()));
                Nginx nginx = start(Map.of(), node)) {
            assertThat(get(nginx, path).body()).isEqualTo("[1]");
            HttpResponse<String> same = get(nginx, path);

            assertThat(same.body()).isEqualTo("[1]");
            assertThat(cache(same)).isEqualTo("REVALIDATED");
            assertThat(same.headers().allValues("Cache-Control")).containsExactly("no-cache");
            assertThat(node.requests())
                    .extracting(FakeNode.Received::ifNoneMatch)
                    .containsExactly("", same.headers().firstValue("ETag").orElseThrow());

            for (int time = 2; time < 20; time++) {
                body.set("[" + time + "]");
                assertThat(get(nginx, path).body()).isEqualTo(body.get());
            }
        }
    }

    @Test
    void requestNeverGetsWhatNginxHasWhileAnotherIsUnderWay() throws Exception {
        AtomicReference<String> body = new AtomicReference<>("[1]");
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch third = new CountDownLatch(1);
        try (FakeNode node = FakeNode.start(exchange -> {
                    String current = body.get();
                    switch (asked.incrementAndGet()) {
                        case 2 -> await(third);
                        case 3 -> third.countDown();
                        default -> {}
                    }
                    respondFresh(exchange, current);
                });
                Nginx nginx = start(Map.of(), node)) {
            get(nginx, QUESTIONS);
            var slow = client.sendAsync(request(nginx, "GET", QUESTIONS), HttpResponse.BodyHandlers.ofString());
            Waiting.until("the node has the slow request", () -> asked.get() == 2);
            body.set("[2]");

            assertThat(get(nginx, QUESTIONS).body()).isEqualTo("[2]");
            assertThat(slow.join().body()).isEqualTo("[1]");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            // Below nginx's time limit for a node.
            latch.await(800, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void unknownParametersAndValuesThatMeanTheDefaultAddNothingToTheCache() throws Exception {
        try (FakeNode node = FakeNode.start(exchange -> respondFresh(exchange, "[]"));
                Nginx nginx = start(Map.of(), node)) {
            for (int number = 0; number < 50; number++) {
                for (String query : List.of(
                        "_=" + number,
                        "junk" + number,
                        "page=-" + number,
                        "count=" + number + ".5",
                        "sort=by" + number,
                        "page=x" + number + "&page=" + number)) {
                    assertThat(get(nginx, "/reviews?product_id=1&" + query).statusCode())
                            .isEqualTo(200);
                    assertThat(get(nginx, "/qa/questions/1/answers?" + query).statusCode())
                            .isEqualTo(200);
                }
            }

            assertThat(node.requests())
                    .extracting(FakeNode.Received::target)
                    .containsOnly("/reviews?product_id=1", "/qa/questions/1/answers");
            assertThat(filesIn(nginx.cache())).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /reviews/?product_id=0012&count=9007199254740991&sort=2   | /reviews?product_id=12&count=9007199254740991
            /reviews?count=100&sort=helpful&page=&product_id=12       | /reviews?product_id=12&count=100&sort=helpful
            /reviews?sort=newest&sort=helpful&product_id=1&product_id=2 | /reviews?product_id=1&sort=newest
            /api/fec2/hr-lax/reviews/meta?product_id=12&x=1           | /reviews/meta?product_id=12
            /qa/questions?product_id=12&page&count                    | /qa/questions?product_id=12
            /qa/questions/?count=0&product_id=12&page=2               | /qa/questions?product_id=12&page=2
            /qa/questions/007/answers/?count=2&page=undefined         | /qa/questions/7/answers?count=2
            /cart/?a=b                                                | /cart
            /reviews?product_id=undefined                             | /reviews?product_id=undefined
            /reviews?product_id=1&sort=%6Eewest                       | /reviews?product_id=1&sort=%6Eewest
            /reviews?product_id=1&page=+2                             | /reviews?product_id=1&page=+2
            /reviews?product_id=1&count=1000000000000000000           | /reviews?product_id=1&count=1000000000000000000
            /qa/questions/x/answers                                   | /qa/questions/x/answers
            /pictures/coat-red.svg?w=0300&x=1                         | /pictures/coat-red.svg?w=300
            /pictures/coat-red.svg?w=99999                            | /pictures/coat-red.svg?w=2000
            /pictures/coat-red.svg?_=1&w=                             | /pictures/coat-red.svg
            /pictures/coat-red.svg?w=12.5                             | /pictures/coat-red.svg?w=12.5
            /shop/shop.js?x=1                                         | /shop/shop.js
            /shop?product=5&api=http://localhost:1                    | /shop
            """)
    void nodeGetsTheUrlThatHasTheSameResponse(String path, String target) throws Exception {
        try (FakeNode node = FakeNode.start(exchange -> respondFresh(exchange, "[]"));
                Nginx nginx = start(Map.of(), node)) {
            get(nginx, path);

            assertThat(node.requests()).extracting(FakeNode.Received::target).containsExactly(target);
        }
    }

    @Test
    void urlsAsFrontendsWriteThemAreNotUnusual() throws Exception {
        try (FakeNode node = FakeNode.start(exchange -> respondFresh(exchange, "[]"));
                Nginx nginx = start(Map.of("NGINX_CLIENT_UNUSUAL_RATE", "1"), node)) {
            for (int time = 0; time < 5; time++) {
                for (String path : List.of(
                        "/reviews/?product_id=40344&sort=relevant&count=100&page=1",
                        "/reviews?count=9007199254740991&product_id=40344",
                        "/reviews/meta/?product_id=40344",
                        "/qa/questions/?product_id=40344&count=1000",
                        "/qa/questions/1/answers?page=1&count=100",
                        "/pictures/coat-red.svg?w=300",
                        "/shop",
                        "/shop/shop.js",
                        "/cart")) {
                    assertThat(get(nginx, path).statusCode()).as(path).isEqualTo(200);
                }
                assertThat(send(nginx, "PUT", "/qa/questions/1/helpful/?x=%20", "")
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void lastResponseIsGivenOnlyIfNoNodeCanAnswer() throws Exception {
        AtomicInteger first = new AtomicInteger(200);
        AtomicInteger second = new AtomicInteger(200);
        try (FakeNode one = FakeNode.start(exchange -> respondAs(exchange, first.get()));
                FakeNode other = FakeNode.start(exchange -> respondAs(exchange, second.get()));
                Nginx nginx = start(Map.of(), one, other)) {
            String before = get(nginx, QUESTIONS).body();

            first.set(503);
            for (int time = 0; time < 10; time++) {
                HttpResponse<String> response = get(nginx, QUESTIONS);
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(cache(response)).isNotEqualTo("STALE");
            }

            second.set(503);
            for (int time = 0; time < 10; time++) {
                HttpResponse<String> response = get(nginx, QUESTIONS);
                assertThat(response.body()).isEqualTo(before);
                assertThat(cache(response)).isEqualTo("STALE");
            }
            assertThat(get(nginx, "/qa/questions?product_id=2").statusCode()).isEqualTo(503);

            first.set(500);
            second.set(500);
            Waiting.until(
                    "the nodes are called again", () -> get(nginx, QUESTIONS).statusCode() == 500);

            first.set(200);
            second.set(200);
            HttpResponse<String> again = get(nginx, QUESTIONS);
            assertThat(again.statusCode()).isEqualTo(200);
            assertThat(cache(again)).isNotEqualTo("STALE");
        }
    }

    private static void respondAs(HttpExchange exchange, int status) throws IOException {
        if (status == 200) {
            respondFresh(exchange, "[]");
        } else {
            respond(exchange, status);
        }
    }

    @Test
    void lastResponseIsGivenIfEveryNodeIsGone() throws Exception {
        FakeNode node = FakeNode.start(exchange -> respondFresh(exchange, "[1]"));
        try (Nginx nginx = start(Map.of(), node)) {
            try (node) {
                get(nginx, QUESTIONS);
            }

            HttpResponse<String> response = get(nginx, QUESTIONS);

            assertThat(response.body()).isEqualTo("[1]");
            assertThat(cache(response)).isEqualTo("STALE");
        }
    }

    @Test
    void nodeThatRefusesShoppersReadsStillServesProducts() throws Exception {
        HttpHandler products = exchange -> {
            if (exchange.getRequestURI().getPath().startsWith("/products")) {
                FakeNode.respond(exchange, "{}");
            } else {
                respond(exchange, 503);
            }
        };
        try (FakeNode refusing = FakeNode.start(products);
                FakeNode other = FakeNode.start(exchange -> respondFresh(exchange, "[]"));
                Nginx nginx = start(Map.of(), refusing, other)) {
            for (int time = 0; time < 20; time++) {
                assertThat(get(nginx, QUESTIONS).statusCode()).isEqualTo(200);
            }
            for (int product = 1; product <= 20; product++) {
                assertThat(get(nginx, "/products/" + product).statusCode()).isEqualTo(200);
            }

            assertThat(refusing.requests())
                    .extracting(FakeNode.Received::target)
                    .anyMatch(target -> target.startsWith("/products"));
        }
    }

    @Test
    void cartIsNotStored() throws Exception {
        try (FakeNode node = FakeNode.start(exchange -> {
                    String owner = exchange.getRequestHeaders().getFirst("Authorization");
                    // Even if a node allows it.
                    FakeNode.respond(exchange, "[\"" + owner + "\"]");
                });
                Nginx nginx = start(Map.of(), node)) {
            for (String owner : List.of("a", "b", "a")) {
                assertThat(send(nginx, "GET", "/cart", "", "Authorization", owner)
                                .body())
                        .isEqualTo("[\"" + owner + "\"]");
            }
            assertThat(filesIn(nginx.cache())).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /reviews",
        "POST, /reviews/",
        "POST, /api/fec2/hr-lax/reviews?name=a",
        "POST, /qa/questions",
        "POST, /qa/questions/1/answers/",
        "POST, /cart",
        "POST, /interactions",
        "PUT, /reviews/1/helpful",
        "PUT, /reviews/1/report/",
        "PUT, /qa/questions/1/helpful",
        "PUT, /qa/answers/x/report"
    })
    void writesPassWithoutNginxWrites(String method, String path) throws Exception {
        try (FakeNode node = FakeNode.start(status(204));
                Nginx nginx = start(Map.of(), node)) {
            assertThat(send(nginx, method, path, "{}").statusCode()).isEqualTo(204);
            assertThat(node.requests())
                    .extracting(FakeNode.Received::method, FakeNode.Received::target)
                    .containsExactly(tuple(method, path));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, /reviews/1",
        "PATCH, /reviews/1",
        "PUT, /reviews",
        "POST, /reviews/1/helpful",
        "POST, /reviews/meta",
        "PUT, /qa/questions/1/answers",
        "POST, /products/1",
        "DELETE, /cart"
    })
    void otherWritesNeedNginxWrites(String method, String path) throws Exception {
        try (FakeNode node = FakeNode.start(status(204));
                Nginx nginx = start(Map.of(), node)) {
            assertThat(send(nginx, method, path, "{}").statusCode()).isEqualTo(405);
            assertThat(node.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"POST, /reviews", "PUT, /reviews/1/helpful", "POST, /cart"})
    void writeIsSentOnceAlthoughItsNodeDies(String method, String path) throws Exception {
        HttpHandler dying = exchange -> {
            exchange.getRequestBody().readAllBytes();
            throw new IOException("a fault");
        };
        try (FakeNode one = FakeNode.start(dying);
                FakeNode other = FakeNode.start(dying);
                Nginx nginx = start(Map.of(), one, other)) {
            HttpResponse<String> response = send(nginx, method, path, "{}");

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).startsWith("{\"code\":503,");
            assertThat(one.requests().size() + other.requests().size()).isEqualTo(1);
        }
    }

    @Test
    void refusedWriteIsNotSentToAnotherNode() throws Exception {
        try (FakeNode one = FakeNode.start(status(503));
                FakeNode other = FakeNode.start(status(503));
                Nginx nginx = start(Map.of(), one, other)) {
            assertThat(send(nginx, "PUT", "/qa/answers/1/helpful", "").statusCode())
                    .isEqualTo(503);
            assertThat(one.requests().size() + other.requests().size()).isEqualTo(1);
        }
    }

    /** A node that is being replaced is not there for some seconds. */
    @ParameterizedTest
    @CsvSource({"POST, /reviews", "PUT, /reviews/1/helpful"})
    void writeGoesToAnotherNodeIfTheFirstAcceptsNoConnection(String method, String path) throws Exception {
        String absent;
        try (FakeNode gone = FakeNode.start(status(201))) {
            absent = gone.address();
        }
        List<String> bodies = new CopyOnWriteArrayList<>();
        try (FakeNode node = FakeNode.start(exchange -> {
                    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(201, -1);
                });
                Nginx nginx = Nginx.start(
                        folder.resolve("nginx-" + COUNTER.incrementAndGet()),
                        List.of(absent, node.address()),
                        Map.of())) {
            for (String body : List.of("1", "2", "3", "4")) {
                assertThat(send(nginx, method, path, body).statusCode()).isEqualTo(201);
            }
            assertThat(bodies).containsExactly("1", "2", "3", "4");
            assertThat(node.requests()).allMatch(received -> received.method().equals(method));
        }
    }

    @Test
    void writesOfOneAddressAreLimited() throws Exception {
        Map<String, String> strict = Map.of("NGINX_CLIENT_WRITE_RATE", "1", "NGINX_CLIENT_WRITE_BURST", "3");
        try (FakeNode node = FakeNode.start(status(201));
                Nginx nginx = start(strict, node)) {
            List<Integer> statuses = new ArrayList<>();
            for (int time = 0; time < 20; time++) {
                HttpResponse<String> response = send(nginx, "POST", "/interactions", "{}");
                statuses.add(response.statusCode());
                assertThat(response.headers().firstValue("Retry-After").isPresent())
                        .isEqualTo(response.statusCode() == 429);
            }

            assertThat(statuses).containsOnly(201, 429).startsWith(201, 201, 201, 201);
            assertThat(statuses.stream().filter(status -> status == 201).count())
                    .isEqualTo(node.requests().size());
            assertThat(get(nginx, "/products/1").statusCode()).isEqualTo(201);
        }
    }

    @Test
    void keystrokesOfAWholeFormAreWithinTheLimit() throws Exception {
        try (FakeNode node = FakeNode.start(status(201));
                Nginx nginx = start(Map.of(), node)) {
            for (int key = 0; key < 300; key++) {
                assertThat(send(nginx, "POST", "/interactions", "{}").statusCode())
                        .isEqualTo(201);
            }
        }
    }

    /** A write on a connection that nginx is closing gets no response: the JDK's client says that it has received no bytes. */
    @Test
    void clientsLearnHowLongAnIdleConnectionCanBeUsed() throws Exception {
        try (FakeNode node = FakeNode.start(status(201));
                Nginx nginx = start(Map.of(), node)) {
            assertThat(send(nginx, "POST", "/interactions", "{}").headers().firstValue("Keep-Alive"))
                    .contains("timeout=25");
        }
    }

    @Test
    void bodyOver64KibibytesIsRefused() throws Exception {
        try (FakeNode node = FakeNode.start(status(201));
                Nginx nginx = start(Map.of(), node)) {
            assertThat(send(nginx, "POST", "/reviews", "x".repeat(64 * 1024)).statusCode())
                    .isEqualTo(201);
            HttpResponse<String> refused = send(nginx, "POST", "/reviews", "x".repeat(64 * 1024 + 1));
            assertThat(refused.statusCode()).isEqualTo(413);
            assertThat(refused.body()).startsWith("{\"code\":413,");
            assertThat(node.requests()).hasSize(1);
        }
    }

    @Test
    void queryOfAWriteIsInNoLog() throws Exception {
        try (FakeNode node = FakeNode.start(exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    throw new IOException("a fault");
                });
                Nginx nginx = start(Map.of("NGINX_ERROR_LOG_LEVEL", "info"), node)) {
            send(nginx, "POST", "/reviews?email=shopper@mail.example", "{}");
            send(nginx, "POST", "/nowhere?email=shopper@mail.example", "{}");
            send(nginx, "OPTIONS", "/reviews?email=shopper@mail.example", "");
            get(nginx, "/reviews?product_id=1");
            Waiting.until(
                    "the requests are logged",
                    () -> Files.readString(nginx.accessLog()).contains("\"/reviews?product_id=1\""));

            assertThat(Files.readString(nginx.accessLog()))
                    .contains("\"request_method\":\"POST\",\"request_uri\":\"/reviews\"")
                    .contains("\"request_method\":\"OPTIONS\",\"request_uri\":\"/reviews\"")
                    .doesNotContain("shopper@mail");
            assertThat(nginx.errors()).doesNotContain("shopper@mail");
        }
    }

    private static long filesIn(Path cache) throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private static String cache(HttpResponse<String> response) {
        return response.headers().firstValue("X-Cache").orElse("");
    }

    private HttpResponse<String> get(Nginx nginx, String path) throws IOException, InterruptedException {
        return client.send(request(nginx, "GET", path), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(Nginx nginx, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(nginx.address() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest request(Nginx nginx, String method, String path) {
        return HttpRequest.newBuilder(URI.create(nginx.address() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
    }
}
