package atelier.operations.monitoring;

import atelier.http.HttpRules;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * How long requests take, from the end of their head to the last byte of the answer.
 *
 * <p>Jetty's request log is the only place that sees every answer, whoever gives it: a resource, a filter, or Jetty itself to a request
 * that it cannot read. A client chooses no label: an unknown method or path would begin a new time series.
 */
public final class RequestDurations implements RequestLog, LifeCycle.Listener {
    /** A native bucket's upper bound is 2^(1/16) times its lower one, that is 4.4 % more. */
    public static final int BUCKETS_TO_A_DOUBLING = 16;

    private static final int NATIVE_SCHEMA = 4;

    /**
     * From a cached answer to a request that waits for a connection (1 s) and then for its statement (2 s); with the 30 and 70 ms that
     * the load tests' profile "steady" asks for, so that the share of requests within them is exact.
     */
    private static final double[] BOUNDS = {
        0.000_1, 0.000_2, 0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.2, 0.5, 1, 2, 4
    };

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");
    private static final double NANOSECONDS = 1e9;

    private final Histogram histogram;
    private final SlowRequests slowest = new SlowRequests();
    // The histogram would look for a point by a list of texts that each request had to make.
    private final Map<Labels, DistributionDataPoint> points = new ConcurrentHashMap<>();

    private record Labels(String method, String route, int status) {}

    RequestDurations(PrometheusRegistry registry) {
        histogram = Histogram.builder()
                .name("http_request_duration_seconds")
                .help(
                        "Requests to the API, by the time from the end of a request's head to the last byte of its answer.")
                .labelNames("method", "route", "status")
                .classicUpperBounds(BOUNDS)
                // No number of buckets beyond which they would become wider: there are some 400 between a microsecond
                // and a minute.
                .nativeInitialSchema(NATIVE_SCHEMA)
                .nativeMaxNumberOfBuckets(0)
                .withoutExemplars()
                .register(registry);
    }

    @Override
    public void lifeCycleStarted(LifeCycle started) {
        Server server = (Server) started;
        RequestLog other = server.getRequestLog();
        server.setRequestLog(other == null ? this : new RequestLog.Collection(other, this));
    }

    @Override
    public void log(Request request, Response response) {
        if (!"application".equals(request.getConnectionMetaData().getConnector().getName())) {
            return;
        }
        Labels labels = new Labels(method(request.getMethod()), route(request), response.getStatus());
        DistributionDataPoint point = points.get(labels);
        if (point == null) {
            point = points.computeIfAbsent(labels, this::point);
        }
        long nanoseconds = System.nanoTime() - request.getHeadersNanoTime();
        point.observe(nanoseconds / NANOSECONDS);
        slowest.offer(nanoseconds, labels.method, labels.route, request, labels.status);
    }

    /** Returns the counts since the start, with native buckets, by {@code method}, {@code route} and {@code status}. */
    public HistogramSnapshot counts() {
        return histogram.collect();
    }

    /** Returns the slowest requests of the last minutes. */
    public SlowRequests slowest() {
        return slowest;
    }

    private DistributionDataPoint point(Labels labels) {
        return histogram.labelValues(labels.method, labels.route, Integer.toString(labels.status));
    }

    private static String method(@Nullable String method) {
        return method != null && METHODS.contains(method) ? method : "other";
    }

    private static String route(Request request) {
        return request.getAttribute(HttpRules.ROUTE) instanceof String route ? route : "none";
    }
}
