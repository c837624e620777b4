package atelier.operations.dashboard;

import atelier.metrics.Metrics;
import atelier.operations.dashboard.Sample.Series;
import atelier.operations.monitoring.RequestDurations;
import atelier.threads.BackgroundThread;
import io.dropwizard.lifecycle.Managed;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Reads the metrics at an interval, even if nobody has the page open, because the page begins with the past. */
final class Sampler implements Managed {
    private static final long MINUTE_NANOSECONDS = 60_000_000_000L;

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final Duration interval;
    private final RequestDurations durations;
    private final NodeMetrics node;
    private final History history;
    private final BackgroundThread thread;
    private Map<Series, Durations> counted = Map.of();
    private long sampled = System.nanoTime();
    private long minuteBegan = sampled;

    Sampler(Duration interval, RequestDurations durations, NodeMetrics node, History history, Metrics metrics) {
        this.interval = interval;
        this.durations = durations;
        this.node = node;
        this.history = history;
        this.thread = new BackgroundThread("dashboard", this::sampleAfterPause, metrics);
    }

    @Override
    public void start() {
        node.read();
        thread.start();
    }

    @Override
    public void stop() {
        thread.stop();
    }

    private void sampleAfterPause() throws InterruptedException {
        Thread.sleep(interval.toMillis());
        sample();
    }

    private void sample() {
        long now = System.nanoTime();
        Map<Series, Durations> counts = counts();
        Map<Series, Durations> growth = new HashMap<>();
        counts.forEach((series, count) -> {
            Durations since = count.minus(counted.getOrDefault(series, Durations.NONE));
            if (since.count() > 0) {
                growth.put(series, since);
            }
        });
        history.add(new Sample(System.currentTimeMillis(), (now - sampled) / 1e9, growth, node.read()));
        counted = counts;
        sampled = now;
        if (now - minuteBegan >= MINUTE_NANOSECONDS) {
            durations.slowest().beginMinute();
            minuteBegan = now;
        }
    }

    private Map<Series, Durations> counts() {
        Map<Series, Durations> counts = new HashMap<>();
        for (HistogramDataPointSnapshot point : durations.counts().getDataPoints()) {
            Series series =
                    new Series(route(point.getLabels()), point.getLabels().get("status"));
            counts.merge(series, Durations.of(point), Durations::plus);
        }
        return counts;
    }

    /** Returns the route's template, after the method if it writes: some templates belong to reads and to writes. */
    private static String route(Labels labels) {
        String route = labels.get("route");
        return route.equals("none") || READS.contains(labels.get("method"))
                ? route
                : labels.get("method") + " " + route;
    }
}
