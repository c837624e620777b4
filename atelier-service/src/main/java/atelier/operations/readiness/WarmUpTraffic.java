package atelier.operations.readiness;

import atelier.serve.ReadRoute;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests for the first pages of each list and for all routes of the ids on them, as fast as the node responds. Routes whose ids are in no
 * list get the first numbers.
 */
final class WarmUpTraffic {
    private static final Logger LOGGER = LoggerFactory.getLogger(WarmUpTraffic.class);
    private static final int CLIENTS = 4;
    /** Code for new connections is cold as well, so the usual 500 requests use 20 connections. */
    private static final int REQUESTS_PER_CONNECTION = 25;

    /** Few ids per page let even a short warm-up request every route. */
    private static final int PAGES = 100;

    private static final int IDS_PER_PAGE = 20;
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

    private final int port;
    private final WarmUpSettings settings;
    private final List<ReadRoute> routes;
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicReference<String> failure = new AtomicReference<>();

    WarmUpTraffic(int port, WarmUpSettings settings, List<ReadRoute> routes) {
        this.port = port;
        this.settings = settings;
        this.routes = routes;
    }

    /** Returns after the number of requests or the time that the settings allow, or after a failure. Logs which of them it was. */
    void run() {
        long start = System.nanoTime();
        long deadline = start + settings.limit().toNanoseconds();
        try {
            List<String> urls = urls(deadline);
            List<Thread> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                Thread thread = new Thread(() -> request(urls, deadline), "warm-up-" + client);
                thread.setDaemon(true);
                thread.start();
                clients.add(thread);
            }
            for (Thread client : clients) {
                client.join();
            }
        } catch (IOException e) {
            failure.compareAndSet(null, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int requests = Math.min(settings.requests(), made.get());
        if (failure.get() == null) {
            LOGGER.info("Warm after {} requests in {} ms", requests, (System.nanoTime() - start) / 1_000_000);
        } else if (refused.get() > 0) {
            LOGGER.warn(
                    "{} of {} requests of the warm-up failed. This node takes traffic, but its first responses may be slow: {}",
                    refused,
                    requests,
                    failure.get());
        } else {
            LOGGER.warn(
                    "The warm-up failed after {} requests. This node takes traffic, but its first responses will be slow: {}",
                    requests,
                    failure.get());
        }
    }

    private List<String> urls(long deadline) throws IOException {
        List<String> urls = new ArrayList<>();
        try (WarmUpClient client = new WarmUpClient(port, deadline)) {
            // More URLs than requests would only delay these.
            for (int page = 1; page <= PAGES && urls.size() < settings.requests(); page++) {
                for (ReadRoute list : routes) {
                    if (list.listed() != null && System.nanoTime() < deadline) {
                        String url = list.pageUrl(page, IDS_PER_PAGE);
                        urls.add(url);
                        addUrlsOfIds(list.listed(), new String(client.get(url), StandardCharsets.UTF_8), urls);
                    }
                }
                addUrlsOfUnlisted((page - 1) * IDS_PER_PAGE + 1, urls);
            }
        } catch (SocketTimeoutException e) {
            // The deadline has passed.
        }
        return urls;
    }

    private void addUrlsOfIds(String variable, String page, List<String> urls) {
        ID.matcher(page).results().map(id -> id.group(1)).forEach(id -> {
            for (ReadRoute route : routes) {
                if (route.needed().equals(List.of(variable))) {
                    urls.add(route.idUrl(id));
                }
            }
        });
    }

    private void addUrlsOfUnlisted(int first, List<String> urls) {
        for (ReadRoute route : routes) {
            boolean isListed = routes.stream().anyMatch(list -> route.needed().contains(list.listed()));
            for (int id = first; route.needed().size() == 1 && !isListed && id < first + IDS_PER_PAGE; id++) {
                urls.add(route.idUrl(Integer.toString(id)));
            }
        }
    }

    private void request(List<String> urls, long deadline) {
        try {
            while (!urls.isEmpty() && made.get() < settings.requests() && System.nanoTime() < deadline) {
                requestOverOneConnection(urls, deadline);
            }
        } catch (SocketTimeoutException e) {
            // The deadline has passed.
        } catch (IOException e) {
            failure.compareAndSet(null, e.getMessage());
        }
    }

    /** New connections are slow in a new JVM too, and the clients of a node that comes back open many at once. */
    private void requestOverOneConnection(List<String> urls, long deadline) throws IOException {
        try (WarmUpClient client = new WarmUpClient(port, deadline)) {
            for (int i = 0; i < REQUESTS_PER_CONNECTION && System.nanoTime() < deadline; i++) {
                int next = made.getAndIncrement();
                if (next >= settings.requests()) {
                    return;
                }
                client.get(urls.get(next % urls.size()));
            }
        } catch (WarmUpClient.StatusException e) {
            // The primary may be unavailable, for example. The other routes become warm nevertheless.
            refused.incrementAndGet();
            failure.compareAndSet(null, e.getMessage());
        }
    }
}
