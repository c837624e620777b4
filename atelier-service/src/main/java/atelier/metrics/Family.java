package atelier.metrics;

import com.codahale.metrics.Metric;
import com.codahale.metrics.Snapshot;
import com.codahale.metrics.Timer;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** All metrics of one Prometheus name, by their labels. */
final class Family {
    private static final double[] QUANTILES = {0.5, 0.95, 0.99, 0.999};
    private static final double NANOSECONDS = 1e9;

    enum Type {
        GAUGE,
        COUNTER,
        SUMMARY
    }

    private final Type type;
    private final MetricMetadata metadata;
    private final Map<Labels, Metric> metrics = new ConcurrentHashMap<>();

    Family(Type type, String name, String help) {
        this.type = type;
        this.metadata = new MetricMetadata(name, help);
    }

    void add(Labels labels, Metric metric) {
        metrics.put(labels, metric);
    }

    Map<Labels, Metric> metrics() {
        return metrics;
    }

    /** Returns the current values in Prometheus' form. */
    MetricSnapshot snapshot() {
        return switch (type) {
            case GAUGE ->
                new GaugeSnapshot(
                        metadata,
                        points((labels, metric) -> new GaugeDataPointSnapshot(Metrics.value(metric), labels, null)));
            case COUNTER ->
                new CounterSnapshot(
                        metadata,
                        points((labels, metric) ->
                                new CounterDataPointSnapshot(Metrics.value(metric), labels, null, 0)));
            case SUMMARY -> new SummarySnapshot(metadata, points((labels, metric) -> summary(labels, (Timer) metric)));
        };
    }

    private <P> List<P> points(BiFunction<Labels, Metric, P> point) {
        return metrics.entrySet().stream()
                .map(entry -> point.apply(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static SummaryDataPointSnapshot summary(Labels labels, Timer timer) {
        Snapshot sample = timer.getSnapshot();
        Quantiles.Builder quantiles = Quantiles.builder();
        for (double quantile : QUANTILES) {
            quantiles.quantile(quantile, sample.getValue(quantile) / NANOSECONDS);
        }
        return SummaryDataPointSnapshot.builder()
                .count(timer.getCount())
                .quantiles(quantiles.build())
                .labels(labels)
                .build();
    }
}
