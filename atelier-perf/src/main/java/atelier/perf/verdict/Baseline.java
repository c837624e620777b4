package atelier.perf.verdict;

import atelier.perf.result.Comparison;
import atelier.perf.result.Figures;
import atelier.perf.result.Fingerprint;
import atelier.perf.result.RunResult;
import atelier.perf.result.ServerFigures;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Earlier runs with the same fingerprint.
 *
 * @param runs oldest first
 */
public record Baseline(Fingerprint fingerprint, List<Run> runs) {

    /**
     * The part of a run that a comparison needs.
     *
     * @param typical the typical latency in milliseconds by route; {@code all} for all routes together; {@link Comparison#PROCESSOR} if it is known
     */
    public record Run(String id, String commit, String startedAt, SortedMap<String, Double> typical) {

        public static Run of(RunResult run) {
            return new Run(
                    run.id(),
                    run.commit(),
                    run.startedAt(),
                    typical(run.overall(), run.routes(), ServerFigures.microsPerRequest(run.server())));
        }

        /**
         * Returns the typical latency by route, rounded to a thousandth of a millisecond.
         *
         * @param processorMicros CPU microseconds per request; 0 if they are unknown
         */
        public static SortedMap<String, Double> typical(
                Figures overall, SortedMap<String, Figures> routes, double processorMicros) {
            SortedMap<String, Double> typical = new TreeMap<>();
            routes.forEach((route, figures) -> typical.put(route, thousandths(figures.typical())));
            typical.put("all", thousandths(overall.typical()));
            if (processorMicros > 0) {
                typical.put(Comparison.PROCESSOR, thousandths(processorMicros));
            }
            return typical;
        }

        /** Rounds; never to 0, because comparisons use logarithms. */
        private static double thousandths(double milliseconds) {
            return Math.max(1, Math.round(milliseconds * 1000)) / 1000.0;
        }
    }

    /** Returns the typical latencies of a route in the runs that have it. */
    double[] typical(String route) {
        return runs.stream()
                .filter(run -> run.typical().containsKey(route))
                .mapToDouble(run -> run.typical().get(route))
                .toArray();
    }
}
