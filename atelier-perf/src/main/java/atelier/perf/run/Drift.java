package atelier.perf.run;

import atelier.perf.measure.Measurement;
import atelier.perf.result.Check.Gate;
import atelier.perf.result.Verdict;
import atelier.perf.verdict.Judge;
import java.util.Locale;

/** Whether a service gets slower while it is used, as one does whose memory or tables fill. */
final class Drift {
    /** The last quarter may be slower than the first by this and by {@link #FLOOR}. */
    private static final double FACTOR = 1.25;

    /** In milliseconds; below it a difference is one of the clock. */
    private static final double FLOOR = 0.25;

    private Drift() {}

    /** @param seconds how long the run was */
    static void judge(Judge judge, Measurement measurement, double seconds) {
        int quarter = (int) (seconds / 4);
        double first = measurement.between(0, quarter).typical();
        double last = measurement.between(3 * quarter, 4 * quarter).typical();
        judge(judge, first, last);
    }

    /** Judges the typical latencies of the first and of the last quarter, in milliseconds. */
    static void judge(Judge judge, double first, double last) {
        boolean slower = last > FACTOR * first && last - first > FLOOR;
        judge.add(
                Gate.OBJECTIVE,
                "does not get slower",
                slower ? Verdict.FAIL : Verdict.PASS,
                String.format(
                        Locale.ROOT,
                        "typically %.2f ms in the first quarter, %.2f ms in the last; allowed is %.0f %% more",
                        first,
                        last,
                        100 * (FACTOR - 1)));
    }
}
