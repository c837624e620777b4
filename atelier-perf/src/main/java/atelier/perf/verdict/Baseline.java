package atelier.perf.verdict;

import atelier.perf.result.Figures;
import atelier.perf.result.Fingerprint;
import atelier.perf.result.RunResult;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What runs of one fingerprint were like before.
 *
 * @param runs oldest first
 */
public record Baseline(Fingerprint fingerprint, List<Run> runs) {

    /**
     * One run, as much of it as a comparison needs.
     *
     * @param typical typical latency in milliseconds by route, and that of all routes together as {@code all}
     */
    public record Run(String id, String commit, String startedAt, SortedMap<String, Double> typical) {

        public static Run of(RunResult run) {
            return new Run(run.id(), run.commit(), run.startedAt(), typical(run.overall(), run.routes()));
        }

        /** Typical latency by route, to the thousandth of a millisecond. */
        public static SortedMap<String, Double> typical(Figures overall, SortedMap<String, Figures> routes) {
            SortedMap<String, Double> typical = new TreeMap<>();
            routes.forEach((route, figures) -> typical.put(route, thousandths(figures.typical())));
            typical.put("all", thousandths(overall.typical()));
            return typical;
        }

        /** Never 0, because latencies are compared by their logarithms. */
        private static double thousandths(double milliseconds) {
            return Math.max(1, Math.round(milliseconds * 1000)) / 1000.0;
        }
    }

    /** The typical latencies of one route, without the runs that did not have it. */
    double[] typical(String route) {
        return runs.stream()
                .filter(run -> run.typical().containsKey(route))
                .mapToDouble(run -> run.typical().get(route))
                .toArray();
    }
}
