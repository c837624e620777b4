package atelier.operations.readiness;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** One connection to this node. The JDK's own HTTP clients are slow at first too, so they would need a warm-up of their own. */
final class WarmUpClient implements AutoCloseable {
    private static final String OK = "HTTP/1.1 200 ";
    private static final String LENGTH = "content-length:";

    /** A response has another status than 200. */
    static final class StatusException extends IOException {
        StatusException(String message) {
            super(message);
        }
    }

    private final Socket socket = new Socket();
    private final InputStream input;
    private final long deadline;

    /** @param deadline when waiting ends with a timeout, by {@link System#nanoTime} */
    WarmUpClient(int port, long deadline) throws IOException {
        this.deadline = deadline;
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), remainingMilliseconds());
        socket.setTcpNoDelay(true);
        input = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Sends a GET and returns the body of the response.
     *
     * @throws SocketTimeoutException if the response does not come before the deadline
     * @throws StatusException if its status is not 200; then the connection is of no further use
     */
    byte[] get(String path) throws IOException {
        socket.setSoTimeout(remainingMilliseconds());
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String status = line();
        if (!status.startsWith(OK)) {
            throw new StatusException("GET " + path + " returned " + status);
        }
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Integer.parseInt(header.substring(LENGTH.length()).strip());
            }
        }
        return input.readNBytes(length);
    }

    /** Never returns 0, which would mean no timeout. */
    private int remainingMilliseconds() {
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(80);
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new EOFException("The connection closed before the response");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
