package atelier.perf.result;

import java.util.SortedMap;

/**
 * What one node's own metrics say of the measured window: after less before.
 *
 * @param node {@code host:port} of its admin port
 * @param figures value by name, such as {@code responses 2xx}, {@code GC ms}, {@code cache hit ratio}; whatever the node offers
 * @param problem why there are none; empty if there are
 */
public record ServerFigures(String node, SortedMap<String, Double> figures, String problem) {}
