package atelier.operations.monitoring;

import atelier.http.RequestAttributes;
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
 * Measures how long requests take, from the end of their header to the last byte of the response.
 *
 * <p>Only Jetty's request log sees every response: those of resources, of filters, and of Jetty itself to a request that it cannot
 * read. Labels never hold a text of the client: each unknown method or path would begin a new time series.
 */
public final class RequestDurations implements RequestLog, LifeCycle.Listener {
    /** Native buckets per doubling: each upper bound is 2^(1/16) times its lower bound, that is 4.4 % more. */
    public static final int BUCKETS_PER_DOUBLING = 16;

    private static final int NATIVE_SCHEMA = 4;

    /**
     * From a cached response up to a request that waits for a connection (1 s) and then for its statement (2 s). The load tests'
     * profile "steady" has limits of 30 and 70 ms; with both as bounds, the share of requests within them is exact.
     */
    private static final double[] BOUNDS = {
        0.000_1, 0.000_2, 0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.2, 0.5, 1, 2, 4
    };

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");
    private static final double NANOSECONDS = 1e9;

    private final Histogram histogram;
    private final SlowRequests slowest = new SlowRequests();
    // Saves each request the list of texts by which the histogram would look up its point.
    private final Map<Labels, DistributionDataPoint> points = new ConcurrentHashMap<>();

    private record Labels(String method, String route, int status) {}

    RequestDurations(PrometheusRegistry registry) {
        histogram = Histogram.builder()
                .name("http_request_duration_seconds")
                .help("API requests: seconds from the end of the request's header to the last byte of the response.")
                .labelNames("method", "route", "status")
                .classicUpperBounds(BOUNDS)
                // 0 means no limit at which the buckets become wider: a microsecond to a minute takes some 400.
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

    /** Returns the counts since the start, in native buckets, by {@code method}, {@code route} and {@code status}. */
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
        return request.getAttribute(RequestAttributes.ROUTE) instanceof String route ? route : "none";
    }
}
