package atelier.operations.readiness;

import java.io.IOException;
import java.net.SocketTimeoutException;
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
    /** The usual 10,000 requests come over 400 connections then, and the JVM compiles what it has been through 200 times. */
    private static final int REQUESTS_OF_A_CONNECTION = 25;

    private static final String FIRST_PRODUCTS = "/products?count=100&page=";
    private static final int PAGES = 20;
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

    private final int port;
    private final int requests;
    private final long limitNanos;
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicBoolean failed = new AtomicBoolean();

    WarmUpTraffic(int port, WarmUpSettings settings) {
        this.port = port;
        this.requests = settings.requests();
        this.limitNanos = settings.limit().toNanoseconds();
    }

    /** Ends after the requests or the time that the settings name. A node that cannot answer itself takes traffic nevertheless. */
    void run() {
        long start = System.nanoTime();
        try {
            long deadline = start + limitNanos;
            List<String> paths = paths(deadline);
            List<Thread> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                Thread thread = new Thread(() -> ask(paths, deadline), "warm-up-" + client);
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

    private List<String> paths(long deadline) throws IOException {
        List<String> paths = new ArrayList<>();
        try (WarmUpClient client = new WarmUpClient(port, deadline)) {
            for (int page = 1; page <= PAGES && System.nanoTime() < deadline; page++) {
                String list = FIRST_PRODUCTS + page;
                paths.add(list);
                ID.matcher(new String(client.get(list), StandardCharsets.UTF_8))
                        .results()
                        .map(id -> "/products/" + id.group(1))
                        .forEach(product -> {
                            paths.add(product);
                            paths.add(product + "/styles");
                            paths.add(product + "/related");
                        });
            }
        } catch (SocketTimeoutException e) {
            // The time is over.
        }
        return paths;
    }

    private void ask(List<String> paths, long deadline) {
        try {
            while (!paths.isEmpty() && made.get() < requests && System.nanoTime() < deadline) {
                askOverOneConnection(paths, deadline);
            }
        } catch (SocketTimeoutException e) {
            // The time is over.
        } catch (IOException e) {
            failed.set(true);
            LOGGER.warn("Not warm: {}", e.getMessage());
        }
    }

    /** Connections, too, take their time in a new JVM, and whoever watches for a node to come back opens many at once. */
    private void askOverOneConnection(List<String> paths, long deadline) throws IOException {
        try (WarmUpClient client = new WarmUpClient(port, deadline)) {
            for (int asked = 0; asked < REQUESTS_OF_A_CONNECTION && System.nanoTime() < deadline; asked++) {
                int next = made.getAndIncrement();
                if (next >= requests) {
                    return;
                }
                client.get(paths.get(next % paths.size()));
            }
        }
    }
}
