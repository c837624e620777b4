package atelier.perf.schedule;

import atelier.perf.measure.Latencies;
import atelier.perf.result.Lateness;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** The lateness of visits, by the second in which they were due. Not thread-safe. */
final class LatenessBySecond {
    private static final int LONGEST_SECONDS = 10;
    private static final double NANOSECONDS = 1e9;

    private final List<Latencies> seconds = new ArrayList<>();

    void add(double due, double began) {
        while (seconds.size() <= due) {
            seconds.add(new Latencies());
        }
        double late = Math.min(LONGEST_SECONDS, Math.max(0, began - due));
        seconds.get((int) due).add((long) (late * NANOSECONDS));
    }

    /** Returns the lateness of visits that were due from {@code firstSecond} on and before {@code endSecond}. */
    Lateness between(int firstSecond, int endSecond) {
        Latencies all = all(firstSecond, endSecond);
        return new Lateness(tenths(all.percentile(0.5)), tenths(all.percentile(0.99)), tenths(all.max()));
    }

    /** Returns the percentiles of the same visits. */
    DoubleUnaryOperator byShare(int firstSecond, int endSecond) {
        Latencies all = all(firstSecond, endSecond);
        return share -> all.percentile(share);
    }

    private Latencies all(int firstSecond, int endSecond) {
        Latencies all = new Latencies();
        seconds.subList(Math.min(firstSecond, seconds.size()), Math.min(endSecond, seconds.size()))
                .forEach(all::add);
        return all;
    }

    private static double tenths(double milliseconds) {
        return Math.round(10 * milliseconds) / 10.0;
    }
}
