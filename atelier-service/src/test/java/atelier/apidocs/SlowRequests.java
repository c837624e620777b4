package atelier.apidocs;

import static java.util.Objects.requireNonNull;

import atelier.apidocs.OpenApiDocument.Operation;
import atelier.testing.RawConnection;
import atelier.testing.RawConnection.RawResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Requests that send their head too slowly, byte by byte. They do so at the same time, because each takes as long as the limit. */
final class SlowRequests {
    private final Map<String, RawConnection> waiting = new TreeMap<>();
    private final Map<String, RawResponse> responses = new TreeMap<>();

    private SlowRequests() {}

    /**
     * Requests each operation that documents the status 408, until the service responds.
     *
     * @param line returns method and target
     */
    static SlowRequests to(int port, List<Operation> operations, Function<Operation, String> line) throws IOException {
        SlowRequests requests = new SlowRequests();
        try {
            for (Operation operation : operations) {
                if (operation.statuses().contains("408")) {
                    requests.begin(port, line.apply(operation));
                }
            }
            while (!requests.waiting.isEmpty()) {
                requests.goOn();
            }
            return requests;
        } finally {
            for (RawConnection connection : requests.waiting.values()) {
                connection.close();
            }
        }
    }

    private void begin(int port, String line) throws IOException {
        RawConnection connection = new RawConnection(port, Duration.ofSeconds(10));
        waiting.put(line, connection);
        connection.send(line + " HTTP/1.1\r\nHost: a\r\nX-Slow: ");
    }

    private void goOn() throws IOException {
        Iterator<Map.Entry<String, RawConnection>> requests = waiting.entrySet().iterator();
        while (requests.hasNext()) {
            Map.Entry<String, RawConnection> request = requests.next();
            RawConnection connection = request.getValue();
            if (connection.awaitInput(Duration.ofMillis(2))) {
                String line = request.getKey();
                responses.put(line, requireNonNull(connection.read(line.startsWith("HEAD ")), line));
                connection.close();
                requests.remove();
            } else {
                connection.send("x");
            }
        }
    }

    /** Returns the response to the request with this method and target. */
    RawResponse response(String line) {
        return requireNonNull(responses.get(line), line);
    }
}
