package atelier.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A connection on which a test controls every byte. It parses responses strictly by RFC 9112. */
public final class RawConnection implements AutoCloseable {
    private final Socket socket = new Socket();
    private final InputStream input;

    /** Connects. A read fails after {@code limit}. */
    public RawConnection(int port, Duration limit) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
        socket.setSoTimeout((int) limit.toMillis());
        socket.setTcpNoDelay(true);
        input = new BufferedInputStream(socket.getInputStream());
    }

    /** A response. Header names are in lower case, and repeated headers are joined by commas. */
    public record RawResponse(int status, Map<String, String> headers, String body) {
        public @Nullable String header(String name) {
            return headers.get(name);
        }

        public boolean isLast() {
            return "close".equals(headers.get("connection"));
        }
    }

    public RawConnection send(String characters) throws IOException {
        return send(characters.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawConnection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Returns a request without a body: a method with its target, a Host, and more header lines. */
    public static String request(String methodAndTarget, String... headers) {
        StringBuilder request = new StringBuilder(methodAndTarget).append(" HTTP/1.1\r\nHost: localhost\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    /** Sends one request on a new connection, and returns the response. */
    public static RawResponse ask(int port, String request) {
        try (RawConnection connection = new RawConnection(port, Duration.ofSeconds(5))) {
            RawResponse response = connection.send(request).read(request.startsWith("HEAD "));
            if (response == null) {
                throw new EOFException("No response to " + request);
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes the sending side of the connection. */
    public RawConnection end() throws IOException {
        try {
            socket.shutdownOutput();
        } catch (SocketException closedByServer) {
            // A response, if there is one, can still be read.
        }
        return this;
    }

    /**
     * Reads one response and skips interim responses.
     *
     * @return null if the server has closed the connection
     */
    public @Nullable RawResponse read(boolean toHead) throws IOException {
        String statusLine = line();
        if (statusLine == null) {
            return null;
        }
        if (!statusLine.matches("HTTP/1\\.[01] \\d{3} .*")) {
            throw new IOException("Not a status line: " + statusLine);
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        Map<String, String> headers = new TreeMap<>();
        for (String line = requiredLine(); !line.isEmpty(); line = requiredLine()) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip(),
                    (first, second) -> first + ", " + second);
        }
        if (status < 200) {
            return read(toHead);
        }
        boolean hasBody = !toHead && status != 204 && status != 304;
        return new RawResponse(status, headers, hasBody ? new String(body(headers), StandardCharsets.UTF_8) : "");
    }

    /** Waits for the start of a response or the end of the connection, and tells whether one of them came in time. */
    public boolean awaitInput(Duration longest) throws IOException {
        int limit = socket.getSoTimeout();
        socket.setSoTimeout((int) longest.toMillis());
        input.mark(1);
        try {
            if (nextByte() >= 0) {
                input.reset();
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            socket.setSoTimeout(limit);
        }
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        String length = headers.get("content-length");
        if (length != null) {
            return exactly(Integer.parseInt(length));
        }
        if (!"chunked".equals(headers.get("transfer-encoding"))) {
            return input.readAllBytes();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.write(exactly(size));
            requiredLine();
        }
        requiredLine();
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(requiredLine(), 16);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The response ends after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private String requiredLine() throws IOException {
        String line = line();
        if (line == null) {
            throw new EOFException("The response ends in its head");
        }
        return line;
    }

    private @Nullable String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = nextByte(); next != '\n'; next = nextByte()) {
            if (next < 0) {
                return line.size() == 0 ? null : line.toString(StandardCharsets.ISO_8859_1);
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private int nextByte() throws IOException {
        try {
            return input.read();
        } catch (SocketException reset) {
            // A server that closes before it has read everything resets the connection.
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        // Close with a reset. Otherwise thousands of requests would use up the ports.
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
