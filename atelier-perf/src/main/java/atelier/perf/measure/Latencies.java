package atelier.perf.measure;

import java.util.Arrays;

/**
 * How often each latency was met, in whole milliseconds: Gatling's resolution. So percentiles are exact and memory is bounded by
 * the longest latency, not by the number of requests. Not safe for use by several threads at once.
 */
public final class Latencies {
    /** Beyond every time-out. What claims to have taken longer, in a broken log, counts as this, and asks for no more memory. */
    static final int LONGEST = 3_600_000;

    /** Into how many parts {@link #typical} cuts a millisecond. */
    private static final int PARTS = 20;
    /** What share of a logged latency falls into each part of the two milliseconds around it. */
    private static final double[] TRIANGLE = triangle();

    private long[] counts = new long[64];
    private long total;
    private long sum;
    private int longest;

    /** Negative latencies, which a clock that was set back leaves, count as 0. */
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

    /** Adds all that another one has counted. */
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

    /** The mean, 0 without any. */
    public double mean() {
        return total == 0 ? 0 : (double) sum / total;
    }

    /**
     * The nearest-rank percentile: the smallest latency that at least this share of the requests did not exceed; 0 without any.
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
     * The mean of the middle half (the interquartile mean), finer than the whole milliseconds that it is made from. A latency is the
     * difference of two times that were each cut to a millisecond, so a logged {@code k} stands for anything between {@code k - 1}
     * and {@code k + 1}, most likely for something near {@code k}: it is spread over that range as a triangle. Over thousands of
     * requests this tells 0.50 ms from 0.52 ms, which a percentile cannot, and unlike the mean it does not follow the stragglers.
     *
     * @return milliseconds; 0 without any request
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

    /** How many of the spread latencies lie in a part, counted from one millisecond below zero. */
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
