package atelier.http;

import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.testing.RawConnection;
import atelier.testing.RawConnection.RawResponse;
import atelier.testing.RunningService.Service;
import io.dropwizard.testing.ConfigOverride;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients send too much, too slowly or nothing to a service with short limits and few threads. */
@SuppressWarnings("NullAway.Init") // JUnit calls start first.
@Timeout(30)
final class BoundsTest {
    private static final int CONNECTIONS = 30;
    private static final Duration DRIP = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String GOOD = request("GET /products/1");

    private static Service service;

    @BeforeAll
    static void start() {
        service = newService("500ms", "300ms");
    }

    private static Service newService(String bodyTimeout, String stallTimeout) {
        return new Service(
                ConfigOverride.config("server.maxThreads", "12"),
                // A worker thread that waits for a locked table goes on waiting until the test unlocks it.
                ConfigOverride.config("database.poolWait", "20s"),
                ConfigOverride.config("database.readLimit", "20s"),
                ConfigOverride.config("database.statementTimeout", "20s"),
                connector("headerTimeout", "500ms"),
                connector("idleTimeout", "3s"),
                connector("stallTimeout", stallTimeout),
                connector("maxRequestHeaderSize", "2KiB"),
                ConfigOverride.config("http.largestBody", "1KiB"),
                ConfigOverride.config("http.bodyTimeout", bodyTimeout),
                connector("maxConnections", Integer.toString(CONNECTIONS)));
    }

    private static ConfigOverride connector(String name, String value) {
        return ConfigOverride.config("server.applicationConnectors[0]." + name, value);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void slowHeadReturns408() throws IOException {
        try (RawConnection connection = connect()) {
            connection.send("GET /products/1 HTTP/1.1\r\nHost: a\r\nX-Slow: ");

            RawResponse response = drip(connection, "x");

            assertError(response, 408, "The request line and headers took longer than 500 ms");
            assertThat(connection.read(false)).isNull();
        }
    }

    @Test
    void slowHeadOnReusedConnectionReturns408() throws IOException {
        try (RawConnection connection = connect()) {
            assertThat(connection.send(GOOD).read(false)).extracting("status").isEqualTo(200);

            assertError(drip(connection, "G"), 408, "The request line and headers took longer than 500 ms");
        }
    }

    @Test
    void slowBlankLinesReturn408() throws IOException {
        try (RawConnection connection = connect()) {
            assertError(drip(connection, "\r\n"), 408, "The request line and headers took longer than 500 ms");
        }
    }

    @Test
    void headTimeoutStartsAnewForEachRequest() throws IOException {
        try (RawConnection connection = connect()) {
            long end = System.nanoTime() + Duration.ofMillis(1_200).toNanos();
            while (System.nanoTime() < end) {
                connection.send(GOOD.substring(0, 20));
                assertThat(connection.awaitInput(DRIP)).isFalse();

                RawResponse response = connection.send(GOOD.substring(20)).read(false);

                assertThat(response).extracting("status").isEqualTo(200);
            }
        }
    }

    @Test
    void silentConnectionIsClosed() throws IOException {
        try (RawConnection connection = connect()) {
            assertThat(connection.read(false)).isNull();
        }
    }

    @Test
    void connectionSilentWithinHeadIsClosed() throws IOException {
        try (RawConnection connection = connect()) {
            assertThat(connection.send("GET /products HTTP/1.1\r\nHo").read(false))
                    .isNull();
        }
    }

    @Test
    void tooLongUrlReturns414() {
        RawResponse response = ask(request("GET /products?page=" + "1".repeat(2_100)));

        assertError(response, 414, "The URL is longer than 2048 bytes");
    }

    @Test
    void tooLargeHeadersReturn431() {
        RawResponse response = ask(request("GET /products", "Cookie: " + "c".repeat(2_100)));

        assertError(response, 431, "The request line and headers are longer than 2048 bytes");
    }

    @Test
    void tooLargeBodyReturns413() {
        RawResponse response = ask(request("GET /products", "Content-Length: 1025"));

        assertError(response, 413, "The request's body may have 1024 bytes, but has 1025 or more");
    }

    @Test
    void tooLargeBodyIsReadToItsEndSoThatTheConnectionSurvives() throws IOException {
        try (RawConnection connection = connect()) {
            connection.send(request("PUT /products", "Content-Length: 2000")).send("x".repeat(1_500));
            assertThat(connection.awaitInput(DRIP)).isFalse();

            RawResponse response = connection.send("x".repeat(500)).read(false);

            assertError(response, 413, "The request's body may have 1024 bytes, but has 2000 or more");
            assertThat(connection.send(GOOD).read(false)).extracting("status").isEqualTo(200);
        }
    }

    @Test
    void muchTooLargeBodyReturns413AtOnce() throws IOException {
        try (RawConnection connection = connect()) {
            connection.send(request("PUT /products", "Content-Length: 2000000"));

            assertThat(connection.awaitInput(Duration.ofMillis(200))).isTrue();
            assertError(connection.read(false), 413, "The request's body may have 1024 bytes, but has 2000000 or more");
        }
    }

    @Test
    void endlessBodyReturns413() throws IOException {
        try (RawConnection connection = connect()) {
            connection.send(request("POST /products", "Transfer-Encoding: chunked"));
            for (int i = 0; i < 11; i++) {
                connection.send("64\r\n" + "x".repeat(100) + "\r\n");
            }

            RawResponse response = connection.read(false);

            assertError(response, 413, "The request's body may have 1024 bytes, but has 1100 or more");
            assertThat(drip(connection, "1\r\nx\r\n")).isNull();
        }
    }

    @Test
    void slowBodyReturns408() throws IOException {
        try (RawConnection connection = connect()) {
            connection.send(request("GET /products/1", "Content-Length: 1000"));

            RawResponse response = drip(connection, "x");

            assertError(response, 408, "The request's body took longer than 500 ms");
            assertThat(drip(connection, "x")).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 7", "Transfer-Encoding: chunked"})
    void bodyOfGetIsReadAndTheConnectionSurvives(String framing) throws IOException {
        String body = framing.startsWith("C") ? "{\"a\":1}" : "7\r\n{\"a\":1}\r\n0\r\n\r\n";
        try (RawConnection connection = connect()) {
            for (int i = 0; i < 3; i++) {
                connection.send(request("GET /products/1", "Content-Type: application/json", framing));
                assertThat(connection.awaitInput(DRIP)).isFalse();

                RawResponse response = connection.send(body).read(false);

                assertThat(response).extracting("status").isEqualTo(200);
            }
        }
    }

    @Test
    void manyMissingBodiesBlockNoOtherRequest() throws IOException {
        List<RawConnection> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS - 5; i++) {
            clients.add(connect()
                    .send(request(
                            i % 2 == 0 ? "GET /products/1" : "POST /products",
                            "Content-Type: application/x-www-form-urlencoded",
                            "Content-Length: 1000")));
        }

        RawResponse response = ask(GOOD);

        assertThat(response.status()).isEqualTo(200);
        for (RawConnection client : clients) {
            assertError(client.read(false), 408, "The request's body stopped arriving");
            client.close();
        }
    }

    @Test
    void manyClientsThatDoNotReadBlockNoOtherRequest(@TempDir Path directory) throws IOException {
        FileUtils.copyDirectory(Path.of("src/test/resources/fixture").toFile(), directory.toFile());
        // A response larger than Jetty's buffer blocks a thread until the client has read it.
        String product = "\n99,\"Long\",\"\",\"" + "x".repeat(900_000) + "\",\"Long\",1";
        Files.writeString(directory.resolve("product.csv"), product, StandardOpenOption.APPEND);
        service.importFrom(directory);
        List<RawConnection> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS - 10; i++) {
            // Larger than the socket buffers of client and server together.
            clients.add(connect().send(request("GET /products/99").repeat(20)));
        }
        long start = System.nanoTime();

        RawResponse response = ask(GOOD);

        assertThat(response.status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2_500));
        for (RawConnection client : clients) {
            client.close();
        }
    }

    @Test
    void connectionsBeyondTheLimitWaitForFreeOnes() throws IOException {
        List<RawConnection> clients = new ArrayList<>();
        for (int i = 0; i < 2 * CONNECTIONS; i++) {
            clients.add(connect().send(GOOD));
        }
        int served = 0;
        for (RawConnection client : clients) {
            if (client.awaitInput(Duration.ofMillis(10)) && client.read(false) != null) {
                served++;
            }
        }
        for (RawConnection client : clients) {
            client.close();
        }

        assertThat(served).isBetween(1, CONNECTIONS);
        assertThat(ask(GOOD).status()).isEqualTo(200);
    }

    @Test
    void cacheHitsOnOpenConnectionsSucceedWhileAllWorkersWaitForTheDatabase() throws Exception {
        List<RawConnection> clients = new ArrayList<>();
        // A body is read when a worker thread is free.
        Service busy = newService("20s", "20s");
        busy.execute("UPDATE catalogue.document SET features ="
                + " '[{\"feature\":\"Size\",\"value\":\"' || repeat('L', 100000) || '\"}]' WHERE product_id = 2");
        String large = request("GET /products/2");
        try (RawConnection open = connect(busy);
                RawConnection other = connect(busy);
                RawConnection largeReader = connect(busy);
                Database database = Database.share(busy.configuration().getDatabase());
                Connection locked = database.connect()) {
            assertThat(open.send(GOOD).read(false)).extracting("status").isEqualTo(200);
            assertThat(other.send(GOOD).read(false)).extracting("status").isEqualTo(200);
            assertThat(largeReader.send(large).read(false)).extracting("status").isEqualTo(200);
            locked.setAutoCommit(false);
            locked.createStatement().execute("LOCK TABLE catalogue.page_start");
            for (int client = 1; client <= CONNECTIONS - 10; client++) {
                // With a body, so each request uses a worker thread, and with a count that is not cached.
                clients.add(connect(busy).send(withBody("GET /products?count=" + (100 + client))));
            }

            // Cached too, but through Jersey, which needs a free worker thread.
            int answered = 0;
            while (other.send(withBody("GET /products/1")).awaitInput(Duration.ofMillis(300)) && answered < 100) {
                other.read(false);
                answered++;
            }
            assertThat(answered).isLessThan(100);

            RawResponse response = open.send(GOOD).read(false);

            assertThat(response).extracting("status").isEqualTo(200);
            // Compressing it would keep the I/O thread from all other connections.
            assertThat(largeReader.send(large).awaitInput(Duration.ofMillis(300)))
                    .isFalse();
            for (RawConnection client : clients) {
                assertThat(client.awaitInput(Duration.ofMillis(1))).isFalse();
            }
            locked.rollback();
            assertThat(largeReader.read(false)).extracting("status").isEqualTo(200);
        }
        for (RawConnection client : clients) {
            assertThat(client.read(false)).extracting("status").isEqualTo(200);
            client.close();
        }
        busy.close();
    }

    /** Returns a request that Jersey handles, on a worker thread. */
    private static String withBody(String line) {
        return request(line, "Content-Length: 2") + "{}";
    }

    private static RawConnection connect() throws IOException {
        return connect(service);
    }

    private static RawConnection connect(Service service) throws IOException {
        return new RawConnection(service.port(), PATIENCE);
    }

    private static RawResponse ask(String request) {
        return RawConnection.ask(service.port(), request);
    }

    /** Sends a text repeatedly until there is a response, and returns it, or null if the connection ends. */
    private static @Nullable RawResponse drip(RawConnection connection, String characters) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        boolean isOpen = true;
        while (isOpen && !connection.awaitInput(DRIP) && System.nanoTime() < end) {
            try {
                connection.send(characters);
            } catch (IOException closed) {
                isOpen = false;
            }
        }
        return connection.read(false);
    }

    private static void assertError(@Nullable RawResponse response, int status, String message) {
        assertThat(response)
                .isNotNull()
                .extracting(
                        RawResponse::status,
                        found -> found.header("content-type"),
                        found -> found.header("access-control-allow-origin"),
                        RawResponse::body)
                .containsExactly(
                        status, "application/json", "*", "{\"code\":" + status + ",\"message\":\"" + message + "\"}");
    }
}
