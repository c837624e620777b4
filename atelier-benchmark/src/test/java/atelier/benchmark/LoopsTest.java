package atelier.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoopsTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: ";

    @Test
    void closedLoopReusesItsConnections() throws Exception {
        try (LoopbackServer server = new LoopbackServer(false, HEAD + "5\r\n\r\nhello")) {
            Responses responses = ClosedLoop.drive(server.port(), () -> Request.of("/", "", 200, 5), SHORT);

            assertThat(responses.count()).isGreaterThan(ClosedLoop.CONNECTIONS);
            assertThat(responses.firstError()).isNull();
            assertThat(server.connections()).isEqualTo(ClosedLoop.CONNECTIONS);
            assertThat(responses.milliseconds(50)).isBetween(0.001, 1_000.0);
        }
    }

    @Test
    void responsesInPiecesAndLargerThanTheBufferAreRead() throws Exception {
        String body = "x".repeat(100_000);
        try (LoopbackServer server =
                new LoopbackServer(false, "HTT", "P/1.1 200 OK\r\ncontent-length: 100000\r\n\r", "\n", body)) {
            Responses responses = ClosedLoop.drive(server.port(), () -> Request.of("/", "", 200, 100_000), SHORT);

            assertThat(responses.count()).isPositive();
            assertThat(responses.firstError()).isNull();
        }
    }

    @Test
    void chunksAreReadAcrossPackets() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        String large = "x".repeat(0x10000);
        try (LoopbackServer server =
                new LoopbackServer(false, head + "5\r\nhe", "llo\r", "\n1", "0000\r\n" + large, "\r\n0\r", "\n\r\n")) {
            Responses responses =
                    ClosedLoop.drive(server.port(), () -> Request.of("/", "", 200, 5 + large.length()), SHORT);

            assertThat(responses.count()).isPositive();
            assertThat(responses.firstError()).isNull();
        }
    }

    @Test
    void wrongStatusIsAnError() throws Exception {
        try (LoopbackServer server = new LoopbackServer(false, "HTTP/1.1 503 Busy\r\nContent-Length: 2\r\n\r\nno")) {
            Responses responses = ClosedLoop.drive(server.port(), () -> Request.of("/"), SHORT);

            assertThat(responses.errors()).isEqualTo((int) responses.count()).isPositive();
            assertThat(responses.firstError()).isEqualTo("503 instead of 200");
        }
    }

    @Test
    void wrongLengthIsAnError() throws Exception {
        try (LoopbackServer server = new LoopbackServer(false, HEAD + "4\r\n\r\nhell")) {
            Responses responses = ClosedLoop.drive(server.port(), () -> Request.of("/", "", 200, 5), SHORT);

            assertThat(responses.errors()).isEqualTo((int) responses.count()).isPositive();
            assertThat(responses.firstError()).isEqualTo("a body of 4 bytes");
        }
    }

    @Test
    void bytesAfterTheResponseAreAnError() throws Exception {
        try (LoopbackServer server = new LoopbackServer(false, HEAD + "4\r\n\r\nhello")) {
            Responses responses = ClosedLoop.drive(server.port(), () -> Request.of("/"), SHORT);

            assertThat(responses.count()).isZero();
            assertThat(responses.firstError()).isEqualTo("more bytes than the response has");
        }
    }

    @Test
    void serverThatClosesConnectionsIsAnErrorEachTime() throws Exception {
        try (LoopbackServer server = new LoopbackServer(true, HEAD + "5\r\n\r\nhell")) {
            Responses responses = ClosedLoop.drive(server.port(), () -> Request.of("/"), SHORT);

            assertThat(responses.count()).isZero();
            assertThat(responses.errors()).isGreaterThanOrEqualTo(ClosedLoop.CONNECTIONS);
            assertThat(responses.firstError()).isEqualTo("the connection was closed");
        }
    }

    @Test
    void openLoopKeepsItsRate() throws Exception {
        try (LoopbackServer server = new LoopbackServer(false, HEAD + "5\r\n\r\nhello")) {
            OpenLoop.Result result =
                    OpenLoop.run(server.port(), () -> Request.of("/", "", 200, 5), 1_000, Duration.ofMillis(500));

            // 500 requests are due on average; the exact number follows from the fixed seed.
            assertThat(result.responses().count()).isBetween(400L, 600L);
            assertThat(result.responses().firstError()).isNull();
            assertThat(result.lateness().count())
                    .isLessThanOrEqualTo(result.responses().count());
        }
    }

    @Test
    void openLoopCountsLatencyFromTheDueMoment() throws Exception {
        // Three packets take at least two milliseconds, so a single connection could not keep this rate.
        try (LoopbackServer server = new LoopbackServer(false, HEAD + "5\r\n\r\n", "hel", "lo")) {
            OpenLoop.Result result =
                    OpenLoop.run(server.port(), () -> Request.of("/", "", 200, 5), 500, Duration.ofMillis(300));

            assertThat(result.responses().milliseconds(1)).isGreaterThanOrEqualTo(2);
            assertThat(result.responses().firstError()).isNull();
        }
    }
}
