package atelier.operations.frontdoor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** Serves metrics to Prometheus in a process that is no service. */
final class MetricsPage {
    static final String PATH = "/metrics";

    private static final PrometheusTextFormatWriter FORMAT =
            PrometheusTextFormatWriter.builder().build();
    private static final int NO_BODY = -1;
    private static final int THREADS = 4;

    private final PrometheusRegistry registry;

    private MetricsPage(PrometheusRegistry registry) {
        this.registry = registry;
    }

    /** Serves the page until the process ends. */
    static HttpServer serve(PrometheusRegistry registry, InetSocketAddress address) throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        // Otherwise a client that sends half a request would block all others.
        server.setExecutor(Executors.newFixedThreadPool(THREADS));
        server.createContext("/", new MetricsPage(registry)::handle);
        server.start();
        return server;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(PATH)
                    || !exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(HttpURLConnection.HTTP_NOT_FOUND, NO_BODY);
                return;
            }
            ByteArrayOutputStream page = new ByteArrayOutputStream();
            FORMAT.write(page, registry.scrape());
            exchange.getResponseHeaders().add("Content-Type", FORMAT.getContentType());
            exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, page.size());
            page.writeTo(exchange.getResponseBody());
        }
    }
}
