package atelier.perf.replay;

import java.util.Arrays;

/** The number of requests that arrived in each second of a log. */
public final class Arrivals {
    private static final int LONGEST_REPLAY =
            (int) LogReader.AFTER.plus(LogReader.BEFORE).toSeconds();

    private final long firstSecond;
    private final int[] counts;

    private Arrivals(long firstSecond, int[] counts) {
        this.firstSecond = firstSecond;
        this.counts = counts;
    }

    /** Returns the second since 1970 at which the log and its replay begin. */
    long firstSecond() {
        return firstSecond;
    }

    /**
     * Returns the number of requests in each second of a replay. A request counts in the second in which it is due or, at a speed other
     * than 1, up to one second of the log earlier, but never later.
     *
     * @param speed the speed, 1 for the log's own timing
     * @throws IllegalArgumentException if the speed is not above zero, or so low that the replay would take months
     */
    public long[] perSecond(double speed) {
        double seconds = Math.ceil(counts.length / speed);
        if (!(speed > 0) || seconds > LONGEST_REPLAY) {
            throw new IllegalArgumentException("A log of %s s cannot be replayed at the speed %s; choose a higher one"
                    .formatted(counts.length, speed));
        }
        long[] arrivals = new long[(int) Math.max(1, seconds)];
        int counted = 0;
        for (int second = 0; second < arrivals.length; second++) {
            int end = second == arrivals.length - 1
                    ? counts.length
                    : (int) Math.min(counts.length, Math.ceil((second + 1) * speed));
            for (; counted < end; counted++) {
                arrivals[second] += counts[counted];
            }
        }
        return arrivals;
    }

    /** Counts arrivals in any order of time. */
    static final class Counter {
        private final long base;
        private int[] counts = new int[2 * (int) LogReader.BEFORE.toSeconds()];
        private int lowest = Integer.MAX_VALUE;
        private int highest;

        Counter(long firstArrivalMicros) {
            base = Math.floorDiv(firstArrivalMicros, 1_000_000L) - LogReader.BEFORE.toSeconds() - 1;
        }

        void add(long arrivalMicros) {
            int second = (int) (Math.floorDiv(arrivalMicros, 1_000_000L) - base);
            if (second >= counts.length) {
                counts = Arrays.copyOf(counts, 2 * second);
            }
            counts[second]++;
            lowest = Math.min(lowest, second);
            highest = Math.max(highest, second);
        }

        Arrivals finish() {
            return new Arrivals(base + lowest, Arrays.copyOfRange(counts, lowest, highest + 1));
        }
    }
}
