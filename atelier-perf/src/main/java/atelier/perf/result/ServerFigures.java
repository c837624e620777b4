package atelier.perf.result;

import java.util.SortedMap;

/**
 * One node's own metrics for the measured window: the difference between two readings.
 *
 * @param node {@code host:port} of its admin port
 * @param figures values by name, such as {@code responses 2xx}, {@code GC ms}, {@code cache hit ratio}; only those that the node has
 * @param problem why there are none; empty otherwise
 */
public record ServerFigures(String node, SortedMap<String, Double> figures, String problem) {}
