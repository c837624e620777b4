package atelier.perf.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.parallel.BesideOthers;
import atelier.perf.parallel.FullTier;
import atelier.perf.service.Waiting;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Malicious requests to nginx: the responses, and what reaches a node. */
@BesideOthers
@FullTier("ten seconds of slow clients, and clusters of its own")
// The methods count the requests that reach the node, so they run one after the other.
@ResourceLock("AttackIT")
class AttackIT {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
    private static final String LAST = "GET /smuggled HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final int PROBES = 2;

    /** Smuggling needs requests with a body that nginx passes on. */
    private static final Map<String, String> WRITES = Map.of("NGINX_WRITES", "on");

    private static final AtomicInteger UNKNOWN = new AtomicInteger(1_000_000);

    @TempDir
    private static Path folder;

    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        Nginx.require(AttackIT.class);
        cluster = Cluster.start(folder.resolve("cluster"), 1, Map.of(), WRITES);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Content-Length: 5\\r\\nTransfer-Encoding: chunked      | 0\\r\\n\\r\\n
            Transfer-Encoding: chunked\\r\\nContent-Length: 4      | 0\\r\\n\\r\\n
            Content-Length: 0\\r\\nContent-Length: 40              | ``
            Content-Length: 40\\r\\nContent-Length: 0              | ``
            Content-Length: 0, 40                                  | ``
            Content-Length: +0                                     | ``
            Content-Length: 0x0                                    | ``
            Content-Length : 0                                     | ``
            Transfer-Encoding : chunked                            | 0\\r\\n\\r\\n
            Transfer-Encoding:\\tchunked                           | 0\\r\\n\\r\\n
            Transfer-Encoding: xchunked                            | 0\\r\\n\\r\\n
            Transfer-Encoding: identity, chunked                   | 0\\r\\n\\r\\n
            Transfer-Encoding: chunked, identity                   | 0\\r\\n\\r\\n
            Transfer-Encoding: chunked\\r\\nTransfer-Encoding: x   | 0\\r\\n\\r\\n
            Transfer-Encoding: chunked;q=1                         | 0\\r\\n\\r\\n
            Transfer-Encoding: chunked\\013                        | 0\\r\\n\\r\\n
            Transfer-Encoding:\\000chunked                         | 0\\r\\n\\r\\n
            Transfer-Encoding\\r\\n : chunked                      | 0\\r\\n\\r\\n
            X: y\\r\\n Transfer-Encoding: chunked                  | 0\\r\\n\\r\\n
            X: y\\rTransfer-Encoding: chunked                      | 0\\r\\n\\r\\n
            Transfer-Encoding: chunked                             | 0x0\\r\\n\\r\\n
            Transfer-Encoding: chunked                             | -0\\r\\n\\r\\n
            Transfer-Encoding: chunked                             | 1\\r\\nxx0\\r\\n\\r\\n
            Transfer-Encoding: chunked                             | FFFFFFFFFFFFFFFF0\\r\\n\\r\\n
            """)
    void bodyWithAmbiguousLengthReachesNoNode(String framing, String body) throws Exception {
        long before = cluster.node(0).requests();

        String response = exchange(post(framing, body) + LAST);

        assertThat(statuses(response)).containsExactly(400);
        assertThat(response).contains("{\"code\":400,\"message\":").doesNotContain("<html");
        assertNodeSaw(before, 0);
    }

    /** Where nginx is more lenient than a node, the node gets the request as nginx understood it, in an unambiguous form. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            X: y\\nTransfer-Encoding: chunked                      | 0\\r\\n\\r\\n
            transfer-encoding: CHUNKED                             | 0\\r\\n\\r\\n
            Transfer_Encoding: chunked\\r\\nContent-Length: 5      | 0\\r\\n\\r\\n
            Content-Length: 00                                     | ``
            Connection: Content-Length\\r\\nContent-Length: 5      | 0\\r\\n\\r\\n
            Transfer-Encoding: chunked                             | 0;\\nx\\r\\n\\r\\n
            Transfer-Encoding: chunked                             | 0;a="\\r\\n"\\r\\n\\r\\n
            Transfer-Encoding: chunked                             | 0\\n\\r\\n
            Transfer-Encoding: chunked                             | 0\\r\\n\\n
            Transfer-Encoding: chunked                             | 1\\r\\nx\\n0\\r\\n\\r\\n
            Transfer-Encoding: chunked                             | 0\\r\\nContent-Length: 50\\r\\n\\r\\n
            Transfer-Encoding: chunked                             | 0\\r\\nno trailer\\r\\n\\r\\n
            Upgrade: h2c\\r\\nConnection: Upgrade, HTTP2-Settings\\r\\nContent-Length: 0 | ``
            """)
    void nodeReceivesAsManyRequestsAsNginx(String framing, String body) throws Exception {
        long before = cluster.node(0).requests();

        assertThat(statuses(exchange(post(framing, body) + LAST))).containsExactly(405, 404);
        assertNodeSaw(before, 2);
    }

    @Test
    void requestInABodyIsPartOfTheBody() throws Exception {
        long before = cluster.node(0).requests();
        String hidden = "GET /products/1 HTTP/1.1\r\nHost: a\r\n\r\n";

        assertThat(statuses(exchange(post("Content-Length: " + hidden.length(), hidden) + LAST)))
                .containsExactly(405, 404);
        assertThat(statuses(exchange(post(
                                "Transfer-Encoding: chunked",
                                Integer.toHexString(hidden.length()) + "\r\n" + hidden + "\r\n0\r\n\r\n")
                        + LAST)))
                .containsExactly(405, 404);
        assertNodeSaw(before, 4);
    }

    @Test
    void pipelinedRequestsAreServedInOrderUntilOneIsMalformed() throws Exception {
        String good = "GET /products/%s HTTP/1.1\r\nHost: a\r\n\r\n";

        assertThat(statuses(exchange(good.formatted(1) + good.formatted(7_777) + post("Content-Length: 0", "") + LAST)))
                .containsExactly(200, 404, 405, 404);
        assertThat(statuses(exchange(good.formatted(1) + "GET /products/1 HTTP/9\r\n\r\n" + LAST)))
                .containsExactly(200, 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health-check;x",
                "/health-check/",
                "/health-check?type=ready",
                "/%68ealth-check",
                "/health%2dcheck",
                "/./health-check",
                "//health-check",
                "/x/../health-check",
                "/x/%2e%2e/health-check",
                "/x/..;/health-check",
                "/x/..%2fhealth-check",
                "/x/..%5chealth-check",
                "/health-check%00",
                "/health-check%20",
                "/..%2fetc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/%252e%252e/etc/passwd",
                "/%c0%ae%c0%ae/etc/passwd",
                "/../nginx.conf",
                "/nginx-error",
                "/nginx-error/",
                "/@write",
                "/api/fec2/../health-check",
                "/api/fec2/x/health-check"
            })
    void noSpellingOfAPathReachesInternalPages(String path) throws Exception {
        String response = exchange("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(statuses(response)).hasSize(1).allMatch(status -> status == 400 || status == 404);
        assertThat(response)
                .containsPattern("\\{\"code\":40[04],\"message\":\"")
                .doesNotContain("\"alive\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE /", "TRACE /products/1", "TRACK /products/1", "CONNECT localhost:22"})
    void traceAndConnectAreRefused(String methodAndTarget) throws Exception {
        String response =
                exchange(methodAndTarget + " HTTP/1.1\r\nHost: a\r\nCookie: session=4711\r\nConnection: close\r\n\r\n");

        assertThat(statuses(response)).hasSize(1).allMatch(status -> status == 405 || status == 400);
        assertThat(response)
                .containsPattern("\\{\"code\":40[05],\"message\":\"")
                .doesNotContain("4711");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /products/1 HTTP/1.1, 200",
        "GET /products?count=x HTTP/1.1, 400",
        "GET /none HTTP/1.1, 404",
        "POST /products HTTP/1.1, 405",
        "TRACE /products HTTP/1.1, 405",
        "GET /health-check HTTP/1.1, 404",
        "GET /products HTTP/9, 400"
    })
    void everyResponseHasEachSecurityHeaderOnceAndNoVersion(String line, int status) throws Exception {
        String response = exchange(line + "\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertThat(statuses(response)).containsExactly(status);
        for (String header : List.of(
                "X-Content-Type-Options: nosniff",
                "Referrer-Policy: no-referrer",
                "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
                "Access-Control-Allow-Origin: *",
                "Server: nginx")) {
            assertThat(response).containsOnlyOnce(header + "\r\n");
        }
        assertThat(response).doesNotContain("Strict-Transport-Security").doesNotContain("X-Powered-By");
    }

    @Test
    void writeWithoutANodeReturns503AsJson() throws Exception {
        List<String> nobody = List.of("127.0.0.1:" + Ports.free());
        try (Nginx alone = Nginx.start(folder.resolve("alone"), nobody, WRITES)) {
            for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
                String response = exchange(
                        alone.address(), method + " /products/1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

                assertThat(statuses(response)).containsExactly(503);
                assertThat(response).contains("{\"code\":503,\"message\":\"").containsIgnoringCase("Retry-After: 1");
            }
        }
    }

    @Test
    void slowClientsBlockNeitherNodesNorOtherClients() throws Exception {
        long before = cluster.node(0).requests();
        List<Socket> heads = new ArrayList<>();
        List<Socket> bodies = new ArrayList<>();
        try {
            for (int i = 0; i < 150; i++) {
                heads.add(connect("GET /products/1 HTTP/1.1\r\nHost: a\r\nX-Slow: "));
                bodies.add(connect(post("Content-Length: 1000", "")));
            }
            int answered = 0;
            long start = System.nanoTime();
            // nginx waits ten seconds for a complete request head.
            while (TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) < 11) {
                heads.forEach(AttackIT::drip);
                bodies.forEach(AttackIT::drip);
                assertThat(status("/products/" + (1 + answered++ % 100))).isEqualTo(200);
                TimeUnit.MILLISECONDS.sleep(50);
            }

            for (Socket head : heads) {
                assertThat(isClosed(head)).isTrue();
            }
            long reached = cluster.node(0).requests() - before;
            assertThat(answered).isGreaterThan(20);
            assertThat(reached).as("requests that reached the node").isLessThanOrEqualTo(answered + 5L);
        } finally {
            for (Socket socket : heads) {
                socket.close();
            }
            for (Socket socket : bodies) {
                socket.close();
            }
        }
    }

    /** Checks the number of requests, and that probes get their own responses: the rest of a smuggled request would shift them. */
    private static void assertNodeSaw(long before, int passed) throws Exception {
        for (int probe = 0; probe < PROBES; probe++) {
            int unknown = UNKNOWN.incrementAndGet();
            String response =
                    exchange("GET /products/" + unknown + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(statuses(response)).containsExactly(404);
            assertThat(response).contains(String.valueOf(unknown));
        }
        long expected = before + passed + PROBES;
        Waiting.until("the node has counted all", () -> cluster.node(0).requests() >= expected);
        assertThat(cluster.node(0).requests()).isEqualTo(expected);
    }

    private static String post(String framing, String body) {
        return "POST /products HTTP/1.1\r\nHost: a\r\n" + framing.translateEscapes() + "\r\n\r\n"
                + body.replace("`", "").translateEscapes();
    }

    private static int status(String path) throws IOException {
        try (PlainConnection connection = new PlainConnection(cluster.nginx().address())) {
            return connection.get(path);
        }
    }

    private static List<Integer> statuses(String responses) {
        return STATUS.matcher(responses)
                .results()
                .map(status -> Integer.valueOf(status.group(1)))
                .toList();
    }

    private static String exchange(String sent) throws IOException {
        return exchange(cluster.nginx().address(), sent);
    }

    /** Sends the text and returns the response until nginx closes the connection. */
    private static String exchange(String address, String sent) throws IOException {
        try (Socket socket = connect(address, sent)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static Socket connect(String sent) throws IOException {
        return connect(cluster.nginx().address(), sent);
    }

    private static Socket connect(String address, String sent) throws IOException {
        URI nginx = URI.create(address);
        Socket socket = new Socket(nginx.getHost(), nginx.getPort());
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static void drip(Socket socket) {
        try {
            socket.getOutputStream().write('x');
        } catch (IOException closed) {
            // nginx has closed the connection, as expected.
        }
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketException reset) {
            return true;
        }
    }
}
