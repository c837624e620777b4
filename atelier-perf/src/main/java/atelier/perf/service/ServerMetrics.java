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
 * Reads what the nodes' Dropwizard metrics say before and after the measured window. A node that does not answer has no figures
 * and a problem instead; nothing here fails a run.
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

    /** Returns the metrics of the nodes with these admin addresses, {@code host:port,host:port}; of none if it is blank. */
    public static ServerMetrics of(String addresses) {
        return new ServerMetrics(Stream.of(addresses.split(",", -1))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .distinct()
                .toList());
    }

    /** One moment's metrics of all nodes. */
    public static final class Reading {
        private final List<NodeMetrics> nodes;

        private Reading(List<NodeMetrics> nodes) {
            this.nodes = nodes;
        }

        /** Returns what each node did since an earlier reading of the same nodes, in the order of their addresses. */
        public List<ServerFigures> since(Reading before) {
            return IntStream.range(0, nodes.size())
                    .mapToObj(index -> nodes.get(index).since(before.nodes.get(index)))
                    .toList();
        }
    }

    /**
     * Asks all nodes at once, without making the caller wait. The reading is there after some two seconds at most, and always.
     */
    public CompletableFuture<Reading> read() {
        List<CompletableFuture<NodeMetrics>> answers =
                nodes.stream().map(this::read).toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(ignored -> new Reading(
                        answers.stream().map(CompletableFuture::join).toList()));
    }

    private CompletableFuture<NodeMetrics> read(String node) {
        if (!ADDRESS.matcher(node).matches()) {
            return CompletableFuture.completedFuture(NodeMetrics.missing(node, node + " is not host:port"));
        }
        String url = "http://" + node + "/metrics";
        CompletableFuture<HttpResponse<String>> answer;
        try {
            answer = client.sendAsync(
                    HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(NodeMetrics.missing(node, node + " is not host:port"));
        }
        // The request's own timeout would end with the headers, and leave a body that drips.
        return answer.copy()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .handle((response, failure) -> {
                    answer.cancel(true);
                    return failure == null
                            ? parse(node, url, response)
                            : NodeMetrics.missing(node, url + describe(failure));
                });
    }

    private NodeMetrics parse(String node, String url, HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            return NodeMetrics.missing(node, url + " answered " + response.statusCode());
        }
        try {
            JsonNode metrics = mapper.readTree(response.body());
            if (metrics.path("gauges").isObject()) {
                return NodeMetrics.of(node, metrics);
            }
        } catch (JsonProcessingException e) {
            // Then it is no more metrics than any other text.
        }
        String body = response.body();
        return NodeMetrics.missing(
                node,
                url + " answered with something else than Dropwizard's metrics: "
                        + body.substring(0, Math.min(EXCERPT, body.length())).replaceAll("\\s+", " "));
    }

    private static String describe(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return failure instanceof TimeoutException || cause instanceof TimeoutException
                ? " did not answer within " + PATIENCE.toSeconds() + " seconds"
                : " cannot be read: " + cause;
    }
}
