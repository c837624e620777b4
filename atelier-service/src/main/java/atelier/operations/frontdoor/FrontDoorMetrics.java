package atelier.operations.frontdoor;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Counts the lines of the access log. Labels never hold a text of the client: each would begin a new time series. */
final class FrontDoorMetrics {
    /** The objective's limit of 70 ms is one of them, so the share of requests within it is exact. */
    private static final double[] BOUNDS = {0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.2, 0.5, 1, 2, 4};

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> CACHE_STATUSES =
            Set.of("HIT", "MISS", "EXPIRED", "STALE", "UPDATING", "REVALIDATED", "BYPASS");
    /** nginx sent its own copy. For EXPIRED and REVALIDATED it asked a node first. */
    private static final Set<String> FROM_CACHE = Set.of("HIT", "STALE", "UPDATING");

    /** nginx's words for an attempt: 502 for a node that it could not reach, 504 for one that took too long. Nodes send neither. */
    private static final Set<String> NO_RESPONSE = Set.of("502", "504");

    private final Histogram durations;
    private final Counter cacheLookups;
    private final Counter attempts;
    private final Counter unreadable;

    FrontDoorMetrics(PrometheusRegistry registry) {
        durations = Histogram.builder()
                .name("front_door_request_duration_seconds")
                .help("Requests at nginx: seconds from the first byte of the request to the last byte of the response."
                        + " The source of a response is the cache, a node, or nginx itself.")
                .labelNames("method", "status", "source")
                .classicUpperBounds(BOUNDS)
                .classicOnly()
                .withoutExemplars()
                .register(registry);
        cacheLookups = Counter.builder()
                .name("front_door_cache_lookups")
                .help("Lookups in nginx's cache by result.")
                .labelNames("result")
                .register(registry);
        attempts = Counter.builder()
                .name("front_door_node_attempts")
                .help(
                        "Requests of nginx to nodes by status: 502 if the node could not be reached, 504 if it took too long."
                                + " A request that is tried again counts several times.")
                .labelNames("status")
                .register(registry);
        unreadable = Counter.builder()
                .name("front_door_unreadable_lines")
                .help("Lines of the access log that are not in the format atelier_json.")
                .register(registry);
    }

    void count(String line) {
        Optional<AccessLogLine> parsed = AccessLogLine.parse(line);
        if (parsed.isEmpty()) {
            unreadable.inc();
            return;
        }
        AccessLogLine request = parsed.get();
        durations
                .labelValues(
                        METHODS.contains(request.method()) ? request.method() : "other",
                        request.status(),
                        source(request))
                .observe(request.seconds());
        if (CACHE_STATUSES.contains(request.cacheStatus())) {
            cacheLookups.labelValues(request.cacheStatus()).inc();
        }
        request.attempts().forEach(status -> attempts.labelValues(status).inc());
    }

    private static String source(AccessLogLine request) {
        if (FROM_CACHE.contains(request.cacheStatus())) {
            return "cache";
        }
        List<String> attempts = request.attempts();
        return attempts.isEmpty() || NO_RESPONSE.contains(attempts.get(attempts.size() - 1)) ? "nginx" : "node";
    }
}
