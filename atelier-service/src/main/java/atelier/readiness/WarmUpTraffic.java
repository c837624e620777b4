package atelier.readiness;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests of page views, as fast as they are answered, for the first products of the catalogue: those that are asked for most. */
final class WarmUpTraffic {
    private static final Logger LOGGER = LoggerFactory.getLogger(WarmUpTraffic.class);
    private static final int CLIENTS = 4;
    private static final int PATIENCE_MILLISECONDS = 5_000;
    private static final String FIRST_PRODUCTS = "/products?count=100&page=";
    private static final int PAGES = 5;
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

    private final String address;
    private final int requests;
    private final long limitNanos;
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicBoolean failed = new AtomicBoolean();

    WarmUpTraffic(int port, WarmUpSettings settings) {
        this.address = "http://127.0.0.1:" + port;
        this.requests = settings.requests();
        this.limitNanos = settings.limit().toNanoseconds();
    }

    /** Ends after the requests or the time that the settings name. A node that cannot answer itself takes traffic nevertheless. */
    void run() {
        long start = System.nanoTime();
        try {
            List<String> paths = paths();
            List<Thread> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                Thread thread = new Thread(() -> ask(paths, start + limitNanos), "warm-up-" + client);
                thread.setDaemon(true);
                thread.start();
                clients.add(thread);
            }
            for (Thread client : clients) {
                client.join();
            }
            if (!failed.get()) {
                LOGGER.info(
                        "Warm after {} requests in {} ms",
                        Math.min(requests, made.get()),
                        (System.nanoTime() - start) / 1_000_000);
            }
        } catch (IOException e) {
            LOGGER.warn("Not warm: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> paths() throws IOException {
        List<String> paths = new ArrayList<>();
        for (int page = 1; page <= PAGES; page++) {
            String list = FIRST_PRODUCTS + page;
            paths.add(list);
            ID.matcher(get(list))
                    .results()
                    .map(id -> "/products/" + id.group(1))
                    .forEach(product -> {
                        paths.add(product);
                        paths.add(product + "/styles");
                        paths.add(product + "/related");
                    });
        }
        return paths;
    }

    private void ask(List<String> paths, long deadline) {
        try {
            int next = made.getAndIncrement();
            while (next < requests && System.nanoTime() < deadline) {
                get(paths.get(next % paths.size()));
                next = made.getAndIncrement();
            }
        } catch (IOException e) {
            failed.set(true);
            LOGGER.warn("Not warm: {}", e.getMessage());
        }
    }

    private String get(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address + path).toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLISECONDS);
        connection.setReadTimeout(PATIENCE_MILLISECONDS);
        try (InputStream body = connection.getInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
