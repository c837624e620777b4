package atelier.perf.cluster;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A minimal HTTP connection, whose own cost is small compared with the server's. */
final class PlainConnection implements AutoCloseable {
    private static final int PATIENCE_MILLISECONDS = 10_000;
    private static final long CHUNKED = -1;

    private final Socket socket;
    private final InputStream input;

    PlainConnection(String address) throws IOException {
        URI target = URI.create(address);
        this.socket = new Socket(target.getHost(), target.getPort());
        socket.setSoTimeout(PATIENCE_MILLISECONDS);
        socket.setTcpNoDelay(true);
        this.input = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    /** Sends a GET, reads the whole response, and returns its status. */
    int get(String path) throws IOException {
        return send("GET", path);
    }

    /** Sends a request without a body, reads the whole response, and returns its status. */
    int send(String method, String path) throws IOException {
        String length = method.equals("GET") ? "" : "Content-Length: 0\r\n";
        String request = method + " " + path + " HTTP/1.1\r\nHost: cluster\r\n" + length + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        long expected = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                expected =
                        Long.parseLong(header.substring(header.indexOf(':') + 1).strip());
            } else if (header.equalsIgnoreCase("Transfer-Encoding: chunked")) {
                expected = CHUNKED;
            }
        }
        if (expected == CHUNKED) {
            for (long chunk = chunk(); chunk > 0; chunk = chunk()) {
                input.skipNBytes(chunk);
                line();
            }
            line();
        } else {
            input.skipNBytes(expected);
        }
        return status;
    }

    private long chunk() throws IOException {
        return Long.parseLong(line(), 16);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new IOException("the connection was closed");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
