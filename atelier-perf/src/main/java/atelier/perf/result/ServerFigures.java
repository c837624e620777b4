package atelier.perf.result;

import java.util.List;
import java.util.SortedMap;

/**
 * One node's own metrics for the measured window: the difference between two readings.
 *
 * @param node {@code host:port} of its admin port
 * @param figures values by name, such as {@code responses 2xx}, {@code GC ms}, {@code cache hit ratio}; only those that the node has
 * @param problem why there are none, or why some are missing that this machine should know; empty otherwise
 */
public record ServerFigures(String node, SortedMap<String, Double> figures, String problem) {
    /** The name of the processor time of the service. */
    public static final String PROCESSOR_MILLIS = "CPU ms";

    /** The name of the part of it that the JVM's compilers took. Only a node on this machine has it. */
    public static final String COMPILER_MILLIS = "CPU ms of compilers";

    /** The name of the processor time of the embedded PostgreSQL's backends. Only a node on this machine has it. */
    public static final String DATABASE_MILLIS = "PostgreSQL CPU ms";

    /** The name of the number of requests. */
    public static final String REQUESTS = "requests";

    /**
     * Returns the figures of a node, and those per request.
     *
     * @param problem why some figures are missing; empty if none is
     */
    public static ServerFigures of(String node, SortedMap<String, Double> figures, String problem) {
        ServerFigures all = new ServerFigures(node, figures, problem);
        double service = microsPerRequest(List.of(all));
        if (service > 0) {
            figures.put(processorSeries(List.of(all)), service);
        }
        double database = databaseMicrosPerRequest(List.of(all));
        if (database > 0) {
            figures.put(Comparison.DATABASE, database);
        }
        return all;
    }

    /**
     * Returns the processor time per request over all nodes, in microseconds; 0 if a node's is unknown, or there is no node. The time of
     * the compilers is left out if it is known of each node: it belongs to the first minutes, and not to a request.
     */
    public static double microsPerRequest(List<ServerFigures> nodes) {
        double compilers = knowsCompilers(nodes) ? sum(nodes, COMPILER_MILLIS) : 0;
        return perRequest(nodes, PROCESSOR_MILLIS, sum(nodes, PROCESSOR_MILLIS) - compilers);
    }

    /** Returns the name of the series of {@link #microsPerRequest}: it says whether the compilers are left out. */
    public static String processorSeries(List<ServerFigures> nodes) {
        return knowsCompilers(nodes) ? Comparison.PROCESSOR : Comparison.PROCESSOR_WITH_COMPILERS;
    }

    private static boolean knowsCompilers(List<ServerFigures> nodes) {
        return nodes.stream().allMatch(node -> node.figures.containsKey(COMPILER_MILLIS));
    }

    /** Returns the same of the embedded PostgreSQL; 0 if it is unknown. */
    public static double databaseMicrosPerRequest(List<ServerFigures> nodes) {
        return perRequest(nodes, DATABASE_MILLIS, sum(nodes, DATABASE_MILLIS));
    }

    private static double perRequest(List<ServerFigures> nodes, String figure, double milliseconds) {
        boolean known =
                nodes.stream().allMatch(node -> node.figures.containsKey(figure) && node.figures.containsKey(REQUESTS));
        double requests = sum(nodes, REQUESTS);
        return known && requests > 0 ? 1000 * milliseconds / requests : 0;
    }

    private static double sum(List<ServerFigures> nodes, String figure) {
        return nodes.stream()
                .mapToDouble(node -> node.figures.getOrDefault(figure, 0.0))
                .sum();
    }
}
