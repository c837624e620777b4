package atelier.http;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RawConnection;
import atelier.testing.RawConnection.Answer;
import atelier.testing.RunningService.Service;
import io.dropwizard.testing.ConfigOverride;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that send too much, too slowly, or nothing, against a service with short limits and few threads. */
@SuppressWarnings("NullAway.Init") // JUnit calls start first.
@Timeout(30)
final class BoundsTest {
    private static final int CONNECTIONS = 30;
    private static final Duration DRIP = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String GOOD = RawConnection.request("GET /products/1");

    private static Service service;

    @BeforeAll
    static void start() {
        service = new Service(
                Path.of("target/bounds-data"),
                ConfigOverride.config("server.maxThreads", "12"),
                connector("headerTimeout", "500ms"),
                connector("idleTimeout", "1s"),
                connector("maxRequestHeaderSize", "2KiB"),
                connector("maxRequestBodySize", "1KiB"),
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
    void answers408ToAHeadThatDrips() throws IOException {
        try (RawConnection connection = connect()) {
            connection.send("GET /products/1 HTTP/1.1\r\nHost: a\r\nX-Slow: ");

            Answer answer = drip(connection, "x");

            assertError(answer, 408, "The request line and headers took longer than 500 ms");
            assertThat(connection.read(false)).isNull();
        }
    }

    @Test
    void answers408ToAHeadThatDripsOnAKeptConnection() throws IOException {
        try (RawConnection connection = connect()) {
            assertThat(connection.send(GOOD).read(false)).extracting("status").isEqualTo(200);

            assertError(drip(connection, "G"), 408, "The request line and headers took longer than 500 ms");
        }
    }

    @Test
    void answers408ToBlankLinesThatDrip() throws IOException {
        try (RawConnection connection = connect()) {
            assertError(drip(connection, "\r\n"), 408, "The request line and headers took longer than 500 ms");
        }
    }

    @Test
    void countsTheTimeOfEachHeadForItself() throws IOException {
        try (RawConnection connection = connect()) {
            long end = System.nanoTime() + Duration.ofMillis(1_200).toNanos();
            while (System.nanoTime() < end) {
                connection.send(GOOD.substring(0, 20));
                assertThat(connection.awaitInput(DRIP)).isFalse();

                Answer answer = connection.send(GOOD.substring(20)).read(false);

                assertThat(answer).extracting("status").isEqualTo(200);
            }
        }
    }

    @Test
    void closesAConnectionThatSendsNothing() throws IOException {
        try (RawConnection connection = connect()) {
            assertThat(connection.read(false)).isNull();
        }
    }

    @Test
    void closesAConnectionThatFallsSilentInAHead() throws IOException {
        try (RawConnection connection = connect()) {
            assertThat(connection.send("GET /products HTTP/1.1\r\nHo").read(false))
                    .isNull();
        }
    }

    @Test
    void answers414ToAUrlThatIsTooLong() {
        Answer answer = ask(RawConnection.request("GET /products?page=" + "1".repeat(2_100)));

        assertError(answer, 414, "The URL is longer than 2048 bytes");
    }

    @Test
    void answers431ToHeadersThatAreTooLarge() {
        Answer answer = ask(RawConnection.request("GET /products", "Cookie: " + "c".repeat(2_100)));

        assertError(answer, 431, "The request line and headers are longer than 2048 bytes");
    }

    @Test
    void answers413ToABodyThatIsTooLarge() {
        Answer answer = ask(RawConnection.request("GET /products", "Content-Length: 1025"));

        assertError(answer, 413, "The request's body may have 1024 bytes, but has 1025");
    }

    @Test
    void letsAGetBringABodyAndKeepsTheConnection() throws IOException {
        try (RawConnection connection = connect()) {
            for (int i = 0; i < 3; i++) {
                Answer answer = connection
                        .send(RawConnection.request(
                                "GET /products/1", "Content-Type: application/json", "Content-Length: 7"))
                        .send("{\"a\":1}")
                        .read(false);

                assertThat(answer).extracting("status").isEqualTo(200);
            }
        }
    }

    @Test
    void waitsForNoBodyHoweverManyNeverCome() throws IOException {
        List<RawConnection> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS - 5; i++) {
            clients.add(connect()
                    .send(RawConnection.request(
                            "GET /products/1",
                            "Content-Type: application/x-www-form-urlencoded",
                            "Content-Length: 1000")));
        }

        for (RawConnection client : clients) {
            assertThat(client.read(false)).extracting("status").isEqualTo(200);
            assertThat(client.read(false)).isNull();
            client.close();
        }
    }

    @Test
    void closesTheConnectionOfABodyThatNeverEnds() throws IOException {
        try (RawConnection connection = connect()) {
            connection.send(RawConnection.request("POST /products", "Transfer-Encoding: chunked"));

            Answer answer = drip(connection, "5\r\nhello\r\n");

            assertError(answer, 405, "POST is not possible on /products");
            assertThat(drip(connection, "5\r\nhello\r\n")).isNull();
        }
    }

    @Test
    void takesNewConnectionsAgainWhenOthersHaveGone() throws IOException {
        List<RawConnection> clients = new ArrayList<>();
        for (int i = 0; i < 2 * CONNECTIONS; i++) {
            clients.add(connect());
        }
        for (RawConnection client : clients) {
            client.close();
        }

        Answer answer = ask(GOOD);

        assertThat(answer.status()).isEqualTo(200);
    }

    private static RawConnection connect() throws IOException {
        return new RawConnection(service.port(), PATIENCE);
    }

    private static Answer ask(String request) {
        return RawConnection.ask(service.port(), request);
    }

    /** Sends this again and again until there is an answer, and returns it; null if the connection ends instead. */
    private static @Nullable Answer drip(RawConnection connection, String characters) throws IOException {
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

    private static void assertError(@Nullable Answer answer, int status, String message) {
        assertThat(answer)
                .isNotNull()
                .extracting(Answer::status, found -> found.header("content-type"), Answer::body)
                .containsExactly(
                        status, "application/json", "{\"code\":" + status + ",\"message\":\"" + message + "\"}");
    }
}
