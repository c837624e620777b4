package atelier.operations.dashboard;

import atelier.operations.monitoring.RequestDurations;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the counters every few seconds, whether or not somebody looks at the page, because whoever opens it asks what happened before. */
final class Sampler implements Runnable {
    static final int INTERVAL_SECONDS = 5;

    private static final Logger LOGGER = LoggerFactory.getLogger(Sampler.class);
    private static final long MINUTE_NANOSECONDS = 60_000_000_000L;

    private final RequestDurations durations;
    private final NodeGauges gauges;
    private final History history;
    private Map<Series, Durations> counted = Map.of();
    private long sampled = System.nanoTime();
    private long minuteBegan = sampled;

    Sampler(RequestDurations durations, NodeGauges gauges, History history) {
        this.durations = durations;
        this.gauges = gauges;
        this.history = history;
        gauges.read();
    }

    @Override
    public void run() {
        try {
            sample();
        } catch (RuntimeException e) {
            // Whoever threw from here would not be called again.
            LOGGER.warn("The dashboard has a gap", e);
        }
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
        history.add(new Sample(System.currentTimeMillis(), (now - sampled) / 1e9, growth, gauges.read()));
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
                    new Series(point.getLabels().get("route"), point.getLabels().get("status"));
            counts.merge(series, Durations.of(point), Durations::plus);
        }
        return counts;
    }
}
