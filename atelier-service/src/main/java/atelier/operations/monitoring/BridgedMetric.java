package atelier.operations.monitoring;

import com.codahale.metrics.Counting;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.Snapshot;
import com.codahale.metrics.Timer;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A metric of Prometheus, and those of Dropwizard's that it is made of.
 *
 * @param dropwizard the pattern of Dropwizard's names; its group, if it has one, is the label's value
 * @param label the label's name; empty for none
 */
record BridgedMetric(Kind kind, String name, String help, Pattern dropwizard, String label) {
    private static final double NANOSECONDS = 1e9;

    enum Kind {
        GAUGE,
        COUNTER,
        SUMMARY
    }

    static BridgedMetric of(Kind kind, String name, String dropwizard, String label) {
        return new BridgedMetric(kind, name, "", Pattern.compile(dropwizard), label);
    }

    static BridgedMetric of(Kind kind, String name, String dropwizard) {
        return of(kind, name, dropwizard, "");
    }

    BridgedMetric help(String text) {
        return new BridgedMetric(kind, name, text, dropwizard, label);
    }

    /** Returns what it says now. */
    MetricSnapshot of(Map<String, Metric> metrics) {
        Map<Labels, Metric> mine = new TreeMap<>();
        metrics.forEach((dropwizardName, metric) -> {
            Matcher matcher = dropwizard.matcher(dropwizardName);
            if (matcher.matches()) {
                mine.put(label.isEmpty() ? Labels.EMPTY : Labels.of(label, matcher.group(1)), metric);
            }
        });
        MetricMetadata metadata = new MetricMetadata(name, help);
        return switch (kind) {
            case GAUGE ->
                new GaugeSnapshot(
                        metadata,
                        mine.entrySet().stream()
                                .map(entry -> new GaugeSnapshot.GaugeDataPointSnapshot(
                                        value(entry.getValue()), entry.getKey(), null))
                                .toList());
            case COUNTER ->
                new CounterSnapshot(
                        metadata,
                        mine.entrySet().stream()
                                .map(entry -> new CounterSnapshot.CounterDataPointSnapshot(
                                        value(entry.getValue()), entry.getKey(), null, 0))
                                .toList());
            case SUMMARY ->
                new SummarySnapshot(
                        metadata,
                        mine.entrySet().stream()
                                .map(entry -> summary((Timer) entry.getValue(), entry.getKey()))
                                .toList());
        };
    }

    private static double value(Metric metric) {
        if (metric instanceof Counting counting) {
            return counting.getCount();
        }
        return metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Number number
                ? number.doubleValue()
                : Double.NaN;
    }

    private static SummarySnapshot.SummaryDataPointSnapshot summary(Timer timer, Labels labels) {
        Snapshot sample = timer.getSnapshot();
        Quantiles.Builder quantiles = Quantiles.builder();
        for (double quantile : new double[] {0.5, 0.95, 0.99, 0.999}) {
            quantiles.quantile(quantile, sample.getValue(quantile) / NANOSECONDS);
        }
        return SummarySnapshot.SummaryDataPointSnapshot.builder()
                .count(timer.getCount())
                .quantiles(quantiles.build())
                .labels(labels)
                .build();
    }
}
