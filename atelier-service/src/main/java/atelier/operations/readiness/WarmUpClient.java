package atelier.operations.readiness;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * One connection to this node. The JDK's clients do the same, but are as cold as the rest of the JVM at a start, and warming them up
 * would take a good part of its time.
 */
final class WarmUpClient implements AutoCloseable {
    private static final String OK = "HTTP/1.1 200 ";
    private static final String LENGTH = "content-length:";

    private final Socket socket = new Socket();
    private final InputStream input;
    private final long deadline;

    /** Connects; whoever waits until the deadline, as {@link System#nanoTime} has it, gives up. */
    WarmUpClient(int port, long deadline) throws IOException {
        this.deadline = deadline;
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), remainingMilliseconds());
        socket.setTcpNoDelay(true);
        input = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Asks for something and returns its bytes.
     *
     * @throws IOException if there is no answer in time, or another one than 200
     */
    byte[] get(String path) throws IOException {
        socket.setSoTimeout(remainingMilliseconds());
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String status = line();
        if (!status.startsWith(OK)) {
            throw new IOException(status + " is the answer to " + path);
        }
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Integer.parseInt(header.substring(LENGTH.length()).strip());
            }
        }
        return input.readNBytes(length);
    }

    /** Never 0, which would be for ever. */
    private int remainingMilliseconds() {
        return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(80);
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new EOFException("The connection was closed before the answer");
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
