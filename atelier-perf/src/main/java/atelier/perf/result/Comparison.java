package atelier.perf.result;

import java.util.List;

/**
 * The comparison of a run with its baseline.
 *
 * @param baselineRuns the number of runs in the baseline
 * @param routes one entry per route, one named {@code all}, and one for the processor time if it is known
 */
public record Comparison(int baselineRuns, List<Route> routes) {
    /** The name of the nodes' CPU time per request, in microseconds, beside the routes. The JVM's compilers are left out. */
    public static final String PROCESSOR = "CPU µs per request";

    /** The name of the same time if that of the compilers is unknown, so that the figure contains it. It is another series. */
    public static final String PROCESSOR_WITH_COMPILERS = "CPU µs per request with the JVM's compilers";

    /** The name of the CPU time of the embedded PostgreSQL per request. */
    public static final String DATABASE = "PostgreSQL CPU µs per request";

    /** Tells whether a name is that of a processor time. */
    public static boolean isProcessor(String name) {
        return name.equals(PROCESSOR) || name.equals(PROCESSOR_WITH_COMPILERS) || name.equals(DATABASE);
    }

    /**
     * The comparison of one route.
     *
     * @param baseline median of the baseline runs' typical latency
     * @param current the typical latency of this run; of two attempts the lower one
     * @param ratio current / baseline
     * @param chance the probability that an unchanged run is this slow, 0 to 1
     * @param slower whether ratio, floor and chance all show a slowdown
     */
    public record Route(String route, double baseline, double current, double ratio, double chance, boolean slower) {}
}
