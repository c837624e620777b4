package atelier.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Counting;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * This node's own metrics. One registration shows a metric in Dropwizard's {@code /metrics} and to Prometheus.
 *
 * <p>Names follow Prometheus: {@code database_lookups_waiting} with label {@code kind="pages"}. Prometheus appends
 * {@code _total} to the names of counters. Dropwizard has no labels, so there the values of the labels end the name:
 * {@code database_lookups_waiting.pages}. All methods take labels as names and values in turn.
 */
public final class Metrics implements MultiCollector {
    private final MetricRegistry registry;
    private final Map<String, Family> families = new ConcurrentHashMap<>();

    /** @param registry the registry behind Dropwizard's {@code /metrics} */
    public Metrics(MetricRegistry registry) {
        this.registry = registry;
    }

    /**
     * Registers a value that can rise and fall.
     *
     * @throws IllegalArgumentException if the metric exists
     */
    public void gauge(String name, String help, Gauge<? extends Number> value, String... labels) {
        add(Family.Type.GAUGE, name, help, registry.register(dropwizardName(name, labels), value), labels);
    }

    /**
     * Registers a count that something else keeps.
     *
     * @throws IllegalArgumentException if the metric exists
     */
    public void counter(String name, String help, Gauge<? extends Number> count, String... labels) {
        add(Family.Type.COUNTER, name, help, registry.register(dropwizardName(name, labels), count), labels);
    }

    /** Returns the counter of this name and these labels, which starts at 0. */
    public Counter counter(String name, String help, String... labels) {
        return add(Family.Type.COUNTER, name, help, registry.counter(dropwizardName(name, labels)), labels);
    }

    /** Returns the timer of this name and these labels. Prometheus shows its count and quantiles, in seconds. */
    public Timer timer(String name, String help, String... labels) {
        return add(Family.Type.SUMMARY, name, help, registry.timer(dropwizardName(name, labels)), labels);
    }

    private <M extends Metric> M add(Family.Type type, String name, String help, M metric, String... labels) {
        families.computeIfAbsent(name, same -> new Family(type, name, help)).add(Labels.of(labels), metric);
        return metric;
    }

    private static String dropwizardName(String name, String... labels) {
        StringBuilder full = new StringBuilder(name);
        for (int value = 1; value < labels.length; value += 2) {
            full.append('.').append(labels[value]);
        }
        return full.toString();
    }

    /** Returns the metrics of a name by their labels; empty if nothing has registered that name. */
    public SortedMap<Labels, Metric> named(String name) {
        Family family = families.get(name);
        return family == null ? Collections.emptySortedMap() : new TreeMap<>(family.metrics());
    }

    /** Returns the sum of the values of a name over all metrics that have these labels; 0 if there are none. */
    public double sum(String name, String... labels) {
        Labels wanted = Labels.of(labels);
        return named(name).entrySet().stream()
                .filter(metric -> wanted.stream()
                        .allMatch(
                                label -> label.getValue().equals(metric.getKey().get(label.getName()))))
                .mapToDouble(metric -> value(metric.getValue()))
                .sum();
    }

    /** Returns what a gauge shows or what a counter or timer has counted; NaN if the metric has no number. */
    public static double value(Metric metric) {
        if (metric instanceof Counting counting) {
            return counting.getCount();
        }
        return metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Number number
                ? number.doubleValue()
                : Double.NaN;
    }

    @Override
    public MetricSnapshots collect() {
        return new MetricSnapshots(
                families.values().stream().map(Family::snapshot).toList());
    }
}
