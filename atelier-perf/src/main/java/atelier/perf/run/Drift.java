package atelier.perf.run;

import atelier.perf.measure.Measurement;
import atelier.perf.result.Check.Gate;
import atelier.perf.result.Verdict;
import atelier.perf.verdict.Judge;
import java.util.Locale;

/** Checks whether the service becomes slower during a run, for example because its memory or its tables fill. */
final class Drift {
    /** The last quarter may be slower than the first by this share and by {@link #FLOOR}. */
    private static final double FACTOR = 1.25;

    /** In milliseconds; smaller differences are within the clock's resolution. */
    private static final double FLOOR = 0.25;

    private Drift() {}

    /** @param seconds the length of the run */
    static void judge(Judge judge, Measurement measurement, double seconds) {
        int quarter = (int) (seconds / 4);
        double first = measurement.between(0, quarter).typical();
        double last = measurement.between(3 * quarter, 4 * quarter).typical();
        judge(judge, first, last);
    }

    /** Compares the typical latencies of the first and the last quarter, in milliseconds. Only a run as planned can fail this. */
    static void judge(Judge judge, double first, double last) {
        boolean slower = last > FACTOR * first && last - first > FLOOR;
        judge.add(
                Gate.OBJECTIVE,
                "does not get slower",
                slower ? (judge.isValid() ? Verdict.FAIL : Verdict.INCONCLUSIVE) : Verdict.PASS,
                String.format(
                        Locale.ROOT,
                        "typical latency %.2f ms in the first quarter, %.2f ms in the last; the limit is %.0f %% more",
                        first,
                        last,
                        100 * (FACTOR - 1)));
    }
}
