package atelier.perf.service;

import atelier.perf.result.ServerFigures;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads the nodes' Dropwizard metrics before and after the measured window. A node that does not respond gets a problem in place of
 * figures; it does not fail the run.
 */
public final class ServerMetrics {
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Pattern ADDRESS = Pattern.compile("[\\w.-]+:\\d{1,5}|\\[[0-9a-fA-F:]+]:\\d{1,5}");
    private static final int EXCERPT = 60;

    private final List<String> nodes;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ObjectMapper mapper = new ObjectMapper();

    private ServerMetrics(List<String> nodes) {
        this.nodes = nodes;
    }

    /** Returns a reader of the nodes with these admin addresses, {@code host:port,host:port}; of no node if it is blank. */
    public static ServerMetrics of(String addresses) {
        return new ServerMetrics(Stream.of(addresses.split(",", -1))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .distinct()
                .toList());
    }

    /** The metrics of all nodes at one moment. */
    public static final class Reading {
        private final List<NodeMetrics> nodes;

        private Reading(List<NodeMetrics> nodes) {
            this.nodes = nodes;
        }

        /** Returns each node's figures since an earlier reading of the same nodes, in the order of their addresses. */
        public List<ServerFigures> since(Reading before) {
            return IntStream.range(0, nodes.size())
                    .mapToObj(index -> nodes.get(index).since(before.nodes.get(index)))
                    .toList();
        }
    }

    /**
     * Reads all nodes at the same time without blocking the caller. The future always completes normally, within about two seconds.
     */
    public CompletableFuture<Reading> read() {
        List<CompletableFuture<NodeMetrics>> readings =
                nodes.stream().map(this::read).toList();
        return CompletableFuture.allOf(readings.toArray(CompletableFuture[]::new))
                .thenApply(ignored -> new Reading(
                        readings.stream().map(CompletableFuture::join).toList()));
    }

    private CompletableFuture<NodeMetrics> read(String node) {
        if (!ADDRESS.matcher(node).matches()) {
            return CompletableFuture.completedFuture(NodeMetrics.missing(node, node + " is not host:port"));
        }
        String url = "http://" + node + "/metrics";
        CompletableFuture<HttpResponse<String>> pending;
        try {
            pending = client.sendAsync(
                    HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(NodeMetrics.missing(node, node + " is not host:port"));
        }
        // HttpRequest's own timeout covers only the headers, not a body that arrives slowly.
        return pending.copy()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .handle((response, failure) -> {
                    pending.cancel(true);
                    return failure == null
                            ? parse(node, url, response)
                            : NodeMetrics.missing(node, url + describe(failure));
                });
    }

    private NodeMetrics parse(String node, String url, HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            return NodeMetrics.missing(node, url + " returned " + response.statusCode());
        }
        try {
            JsonNode metrics = mapper.readTree(response.body());
            if (metrics.path("gauges").isObject()) {
                return NodeMetrics.of(node, metrics);
            }
        } catch (JsonProcessingException e) {
            // Reported below, like any other body that is not metrics.
        }
        String body = response.body();
        return NodeMetrics.missing(
                node,
                url + " did not return Dropwizard's metrics: "
                        + body.substring(0, Math.min(EXCERPT, body.length())).replaceAll("\\s+", " "));
    }

    private static String describe(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return failure instanceof TimeoutException || cause instanceof TimeoutException
                ? " did not respond within " + PATIENCE.toSeconds() + " seconds"
                : " cannot be read: " + cause;
    }
}
