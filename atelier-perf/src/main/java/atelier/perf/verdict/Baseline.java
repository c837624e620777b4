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
     * @param typical the typical latency in milliseconds by frequent route; {@code all} for all routes together; processor times if they are known
     */
    public record Run(String id, String commit, String startedAt, SortedMap<String, Double> typical) {
        /** With fewer requests in a run, the typical latency says more about chance than about the service. */
        private static final int REQUESTS_NEEDED = 100;

        public static Run of(RunResult run) {
            return new Run(run.id(), run.commit(), run.startedAt(), typical(run.overall(), run.routes(), run.server()));
        }

        /**
         * Returns the typical latency by route, without rare routes, rounded to a thousandth of a millisecond.
         *
         * @param server gives the CPU microseconds per request
         */
        public static SortedMap<String, Double> typical(
                Figures overall, SortedMap<String, Figures> routes, List<ServerFigures> server) {
            SortedMap<String, Double> typical = new TreeMap<>();
            routes.forEach((route, figures) -> {
                if (figures.requests() >= REQUESTS_NEEDED) {
                    typical.put(route, thousandths(figures.typical()));
                }
            });
            typical.put("all", thousandths(overall.typical()));
            put(typical, ServerFigures.processorSeries(server), ServerFigures.microsPerRequest(server));
            put(typical, Comparison.DATABASE, ServerFigures.databaseMicrosPerRequest(server));
            return typical;
        }

        private static void put(SortedMap<String, Double> typical, String name, double micros) {
            if (micros > 0) {
                typical.put(name, thousandths(micros));
            }
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
