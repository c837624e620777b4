package atelier.perf.result;

import java.util.List;
import java.util.SortedMap;

/**
 * One node's own metrics for the measured window: the difference between two readings.
 *
 * @param node {@code host:port} of its admin port
 * @param figures values by name, such as {@code responses 2xx}, {@code GC ms}, {@code cache hit ratio}; only those that the node has
 * @param problem why there are none; empty otherwise
 */
public record ServerFigures(String node, SortedMap<String, Double> figures, String problem) {
    /** The name of the processor time of the service. */
    public static final String PROCESSOR_MILLIS = "CPU ms";

    /** The name of the number of requests. */
    public static final String REQUESTS = "requests";

    /** Returns the processor time per request over all nodes, in microseconds; 0 if a node's is unknown, or there is no node. */
    public static double microsPerRequest(List<ServerFigures> nodes) {
        boolean known = nodes.stream()
                .allMatch(node -> node.figures.containsKey(PROCESSOR_MILLIS) && node.figures.containsKey(REQUESTS));
        double requests = sum(nodes, REQUESTS);
        return known && requests > 0 ? 1000 * sum(nodes, PROCESSOR_MILLIS) / requests : 0;
    }

    private static double sum(List<ServerFigures> nodes, String figure) {
        return nodes.stream()
                .mapToDouble(node -> node.figures.getOrDefault(figure, 0.0))
                .sum();
    }
}
