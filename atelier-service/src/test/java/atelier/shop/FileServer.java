package atelier.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves the files of a directory on its own port, so that browsers see another origin, or two with two host names. */
final class FileServer implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Path directory;
    private final HttpServer server;

    FileServer(Path directory) {
        this.directory = directory;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::response);
        server.setExecutor(threads);
        server.start();
    }

    private void response(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring(1);
        Path file = directory.resolve(name.isEmpty() ? "index.html" : name);
        byte[] body = Files.readAllBytes(file);
        exchange.getResponseHeaders().set("Content-Type", type(file.toString()));
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String type(String name) {
        if (name.endsWith(".js")) {
            return "text/javascript";
        }
        return name.endsWith(".css") ? "text/css" : "text/html";
    }

    /** Returns the origin of its pages for a host name, {@code localhost} or {@code 127.0.0.1}. */
    String origin(String host) {
        return "http://" + host + ":" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
