package atelier.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Responds to every request with the same pieces of bytes, each in its own packet. */
final class LoopbackServer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    private final AtomicInteger connections = new AtomicInteger();
    private final boolean closes;
    private final String[] pieces;

    LoopbackServer(boolean closes, String... pieces) throws IOException {
        this.closes = closes;
        this.pieces = pieces;
        daemon(this::accept);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                connections.incrementAndGet();
                daemon(() -> respond(socket));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void respond(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            // No request of the tests is longer than a packet.
            byte[] request = new byte[4_096];
            while (in.read(request) > 0) {
                for (int i = 0; i < pieces.length; i++) {
                    if (i > 0) {
                        TimeUnit.MILLISECONDS.sleep(1);
                    }
                    out.write(pieces[i].getBytes(StandardCharsets.ISO_8859_1));
                    out.flush();
                }
                if (closes) {
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            // The client has gone.
        }
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
