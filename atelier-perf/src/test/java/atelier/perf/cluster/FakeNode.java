package atelier.perf.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server in the place of a node, for tests of what nginx sends to it. */
final class FakeNode implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Received> requests = new ConcurrentLinkedQueue<>();

    /** A request as nginx sent it; header values are empty where there is no header. */
    record Received(String method, String target, String host, String forwardedFor, String ifNoneMatch, long nanoTime) {
        static Received of(HttpExchange exchange) {
            return new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    header(exchange, "Host"),
                    header(exchange, "X-Forwarded-For"),
                    header(exchange, "If-None-Match"),
                    System.nanoTime());
        }

        private static String header(HttpExchange exchange, String name) {
            String value = exchange.getRequestHeaders().getFirst(name);
            return value == null ? "" : value;
        }
    }

    private FakeNode(HttpHandler handler) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.add(Received.of(exchange));
            try (exchange) {
                handler.handle(exchange);
            }
        });
        server.start();
    }

    /** Starts a node that responds to every request as {@code handler} does. */
    static FakeNode start(HttpHandler handler) throws IOException {
        return new FakeNode(handler);
    }

    /** Responds with 200 and this body, which nginx may cache as long as a node's responses. */
    static void respond(HttpExchange exchange, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "public, max-age=1, stale-while-revalidate=3");
        exchange.getResponseHeaders().set("ETag", "\"of " + body.length() + "\"");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Returns {@code host:port}. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Returns the requests since the start, in the order of their arrival. */
    List<Received> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
