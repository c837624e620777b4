package atelier.perf.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;

/** Ports for processes that have to come back to the same ones. */
final class Ports {
    private static final int LOWEST = 20_000;
    private static final int RANGE = 12_000;
    private static final int ATTEMPTS = 100;
    private static final Random RANDOM = new Random();

    private Ports() {}

    /** One that nobody listens on now. Below those that the system gives to outgoing connections nobody takes it meanwhile. */
    static int free() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = LOWEST + RANDOM.nextInt(RANGE);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no port is free");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
