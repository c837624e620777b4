package atelier.perf.measure;

import java.util.Arrays;

/**
 * Counts of latencies in whole milliseconds, which is Gatling's resolution. Percentiles are exact, and memory is bounded by the longest
 * latency instead of the number of requests. Not thread-safe.
 */
public final class Latencies {
    /** Above every timeout. A broken log may have larger values; they count as this one and need no more memory. */
    static final int LONGEST = 3_600_000;

    /** The parts of a millisecond in {@link #typical}. */
    private static final int PARTS = 20;
    /** The share of a logged latency in each part of the two milliseconds around it. */
    private static final double[] TRIANGLE = triangle();

    private long[] counts = new long[64];
    private long total;
    private long sum;
    private int longest;

    /** Adds a latency. Negative ones, after a clock was set back, count as 0. */
    public void add(int milliseconds) {
        int latency = Math.min(LONGEST, Math.max(0, milliseconds));
        if (latency >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(latency + 1, 2 * counts.length));
        }
        counts[latency]++;
        total++;
        sum += latency;
        longest = Math.max(longest, latency);
    }

    /** Adds the counts of another instance. */
    public void add(Latencies other) {
        if (other.counts.length > counts.length) {
            counts = Arrays.copyOf(counts, other.counts.length);
        }
        for (int latency = 0; latency <= other.longest; latency++) {
            counts[latency] += other.counts[latency];
        }
        total += other.total;
        sum += other.sum;
        longest = Math.max(longest, other.longest);
    }

    public long count() {
        return total;
    }

    public int max() {
        return longest;
    }

    /** Returns the mean; 0 without requests. */
    public double mean() {
        return total == 0 ? 0 : (double) sum / total;
    }

    /**
     * Returns the nearest-rank percentile: the smallest latency that at least this share of the requests did not exceed; 0 without
     * requests.
     *
     * @param share between 0 and 1, 0.99 for the 99th percentile
     */
    public int percentile(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * total));
        long seen = 0;
        for (int latency = 0; latency <= longest; latency++) {
            seen += counts[latency];
            if (seen >= rank) {
                return latency;
            }
        }
        return longest;
    }

    /**
     * Returns the mean of the middle half (the interquartile mean), finer than whole milliseconds. A latency is the difference of two
     * times that were each truncated to a millisecond, so a logged {@code k} means any value between {@code k - 1} and {@code k + 1},
     * most likely near {@code k}. It is therefore spread over that range as a triangle. Over thousands of requests this can tell 0.50 ms
     * from 0.52 ms, which a percentile cannot. Unlike the mean it ignores outliers.
     *
     * @return milliseconds; 0 without requests
     */
    public double typical() {
        double lower = total / 4.0;
        double upper = total - lower;
        double weighted = 0;
        double seen = 0;
        for (int part = 0; seen < upper && part < (longest + 2) * PARTS; part++) {
            double from = Math.max(lower, seen);
            seen += spread(part);
            double to = Math.min(upper, seen);
            weighted += Math.max(0, to - from) * ((part + 0.5) / PARTS - 1);
        }
        return total == 0 ? 0 : weighted / (upper - lower);
    }

    /** Returns the number of spread latencies in a part; the parts begin one millisecond below zero. */
    private double spread(int part) {
        int latency = part / PARTS;
        double rising = latency <= longest ? counts[latency] * TRIANGLE[part % PARTS] : 0;
        double falling = latency > 0 ? counts[latency - 1] * TRIANGLE[PARTS + part % PARTS] : 0;
        return rising + falling;
    }

    private static double[] triangle() {
        double[] weights = new double[2 * PARTS];
        for (int part = 0; part < weights.length; part++) {
            double distance = Math.abs((part + 0.5) / PARTS - 1);
            weights[part] = (1 - distance) / PARTS;
        }
        return weights;
    }
}
