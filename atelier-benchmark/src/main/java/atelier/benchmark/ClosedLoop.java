package atelier.benchmark;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Sends each request as soon as the previous response has arrived, over a fixed number of connections. It runs in the calling thread:
 * with few cores a second thread would take processor time from the server.
 */
final class ClosedLoop {
    static final int CONNECTIONS = 16;

    private static final long PATIENCE_MILLIS = 10_000;
    private static final int MAXIMUM_ERRORS = 1_000;

    private final int port;
    private final Supplier<Request> requests;
    private final int connections;
    private final Responses responses = new Responses();
    private long end;
    private int open;

    private ClosedLoop(int port, Supplier<Request> requests, int connections) {
        this.port = port;
        this.requests = requests;
        this.connections = connections;
    }

    /** Sends requests for {@code duration}. A server that is silent for ten seconds, or fails every time, ends the loop early with an error. */
    static Responses drive(int port, Supplier<Request> requests, Duration duration) throws IOException {
        return drive(port, requests, duration, CONNECTIONS);
    }

    /** Does the same over another number of connections. */
    static Responses drive(int port, Supplier<Request> requests, Duration duration, int connections)
            throws IOException {
        return new ClosedLoop(port, requests, connections).drive(duration);
    }

    private Responses drive(Duration duration) throws IOException {
        try (Selector selector = Selector.open()) {
            end = System.nanoTime() + duration.toNanos();
            try {
                for (int i = 0; i < connections; i++) {
                    begin(selector);
                }
                while (open > 0) {
                    if (selector.select(this::receive, PATIENCE_MILLIS) == 0) {
                        responses.addError("no response for ten seconds");
                        break;
                    }
                }
            } finally {
                for (SelectionKey key : selector.keys()) {
                    ((Connection) key.attachment()).close();
                }
            }
        }
        return responses;
    }

    private void begin(Selector selector) throws IOException {
        Connection connection = Connection.open(port, selector);
        open++;
        connection.send(requests.get(), System.nanoTime());
    }

    private void receive(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (connection.receive()) {
                finished(connection);
            }
        } catch (IOException | MalformedResponseException e) {
            responses.addError(String.valueOf(e.getMessage()));
            replace(connection, key.selector());
        }
    }

    private void finished(Connection connection) throws IOException {
        long now = System.nanoTime();
        responses.add(now - connection.since());
        String fault = connection.fault();
        if (fault != null) {
            responses.addError(fault);
        }
        if (now < end) {
            connection.send(requests.get(), now);
        } else {
            connection.close();
            open--;
        }
    }

    private void replace(Connection connection, Selector selector) {
        open--;
        try {
            connection.close();
            if (System.nanoTime() < end && responses.errors() < MAXIMUM_ERRORS) {
                begin(selector);
            }
        } catch (IOException e) {
            responses.addError("no new connection: " + e.getMessage());
        }
    }
}
