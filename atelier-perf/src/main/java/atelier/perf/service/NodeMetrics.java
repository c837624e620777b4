package atelier.perf.service;

import atelier.perf.result.ServerFigures;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * A node's metrics at one moment.
 *
 * @param node {@code host:port} of its admin port
 * @param nanoTime when they were read, as {@link System#nanoTime}
 * @param metrics Dropwizard's JSON; a missing node if there is a problem
 * @param times what the kernel knows, if the node runs on this machine
 * @param problem why the metrics could not be read; empty if they were
 */
record NodeMetrics(String node, long nanoTime, JsonNode metrics, Optional<ProcessTimes> times, String problem) {
    /** The start times computed from two readings differ by at most this much unless the node was restarted: each response may be late. */
    private static final Duration TOLERANCE = ServerMetrics.PATIENCE.plusSeconds(1);

    static NodeMetrics of(String node, JsonNode metrics) {
        return new NodeMetrics(node, System.nanoTime(), metrics, ProcessTimes.of(metrics), "");
    }

    static NodeMetrics missing(String node, String problem) {
        return new NodeMetrics(node, System.nanoTime(), MissingNode.getInstance(), Optional.empty(), problem);
    }

    /** Returns the figures of the time since an earlier reading. */
    ServerFigures since(NodeMetrics before) {
        SortedMap<String, Double> none = Collections.emptySortedMap();
        if (!before.problem.isEmpty()) {
            return new ServerFigures(node, none, "Before the measured window: " + before.problem);
        }
        if (!problem.isEmpty()) {
            return new ServerFigures(node, none, "After the measured window: " + problem);
        }
        if (startNanos() - before.startNanos() > TOLERANCE.toNanos()) {
            return new ServerFigures(node, none, node + " was restarted within the measured window");
        }
        SortedMap<String, Double> figures = new TreeMap<>(new MetricsDifference(before.metrics, metrics).figures());
        return ServerFigures.of(node, figures, addTimes(figures, before));
    }

    /** Adds what the kernel knows of the time since an earlier reading, and returns why it lacks something that it should know. */
    private String addTimes(SortedMap<String, Double> figures, NodeMetrics before) {
        if (times.isEmpty() || before.times.isEmpty()) {
            return "";
        }
        ProcessTimes now = times.get();
        ProcessTimes then = before.times.get();
        StringJoiner unknown = new StringJoiner("; ");
        add(figures, ServerFigures.COMPILER_MILLIS, now.compilers(), then.compilers(), unknown);
        if (now.backends() != null && then.backends() != null) {
            add(figures, ServerFigures.DATABASE_MILLIS, now.backends(), then.backends(), unknown);
        }
        return unknown.toString();
    }

    private static void add(
            SortedMap<String, Double> figures, String name, ThreadTimes now, ThreadTimes then, StringJoiner unknown) {
        OptionalDouble millis = now.millisSince(then);
        if (millis.isPresent()) {
            figures.put(name, millis.getAsDouble());
        } else {
            unknown.add(name + " are unknown: " + (then.unknown().isEmpty() ? now.unknown() : then.unknown()));
        }
    }

    private long startNanos() {
        long uptime = metrics.at("/gauges/jvm.attribute.uptime/value").asLong();
        return nanoTime - Duration.ofMillis(uptime).toNanos();
    }
}
