package atelier.perf.measure;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

/**
 * Latencies in nanoseconds, in an HdrHistogram of three digits: a figure differs from the exact one by at most a thousandth, or by half a
 * microsecond. Memory does not depend on the number of requests. Not thread-safe.
 */
public final class Latencies {
    /** Above every timeout. A longer latency counts as this value. */
    static final long LONGEST = Duration.ofHours(1).toNanos();

    private static final long RESOLUTION = 1_000;
    private static final int DIGITS = 3;
    private static final double MILLISECOND = 1e6;

    /** Null while packed. */
    private @Nullable Histogram histogram = empty();

    private byte[] packed = {};

    /** Adds a latency in nanoseconds. A negative one counts as 0. */
    public void add(long nanoseconds) {
        histogram().recordValue(Math.min(LONGEST, Math.max(0, nanoseconds)));
    }

    /** Adds the latencies of another instance. */
    public void add(Latencies other) {
        histogram().add(other.view());
    }

    /** Packs the latencies into some hundred bytes instead of many thousand, until more are added. */
    void pack() {
        if (histogram != null) {
            ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
            int length = histogram.encodeIntoByteBuffer(buffer);
            packed = Arrays.copyOf(buffer.array(), length);
            histogram = null;
        }
    }

    public long count() {
        return view().getTotalCount();
    }

    /** Returns the longest latency in milliseconds; 0 without requests. */
    public double max() {
        return percentile(1);
    }

    /** Returns the mean in milliseconds; 0 without requests. */
    public double mean() {
        Histogram all = view();
        return all.getTotalCount() == 0 ? 0 : all.getMean() / MILLISECOND;
    }

    /**
     * Returns the nearest-rank percentile in milliseconds: the smallest latency that at least this share of the requests did not exceed;
     * 0 without requests.
     *
     * @param share between 0 and 1, 0.99 for the 99th percentile
     */
    public double percentile(double share) {
        Histogram all = view();
        return all.getTotalCount() == 0
                ? 0
                : all.lowestEquivalentValue(all.getValueAtPercentile(100 * share)) / MILLISECOND;
    }

    /**
     * Returns the mean of the middle half (the interquartile mean), in milliseconds; 0 without requests. Unlike a percentile it uses many
     * latencies, and unlike the mean it ignores outliers.
     */
    public double typical() {
        Histogram all = view();
        double lower = all.getTotalCount() / 4.0;
        double upper = all.getTotalCount() - lower;
        double weighted = 0;
        double seen = 0;
        for (HistogramIterationValue value : all.recordedValues()) {
            double from = Math.max(lower, seen);
            seen += value.getCountAddedInThisIterationStep();
            double to = Math.min(upper, seen);
            weighted += Math.max(0, to - from) * all.medianEquivalentValue(value.getValueIteratedTo());
        }
        return all.getTotalCount() == 0 ? 0 : weighted / (upper - lower) / MILLISECOND;
    }

    /** Returns the histogram for more latencies. */
    private Histogram histogram() {
        if (histogram == null) {
            histogram = view();
        }
        return histogram;
    }

    /** Returns the histogram; of a packed instance a copy. */
    private Histogram view() {
        if (histogram != null) {
            return histogram;
        }
        Histogram copy = Histogram.decodeFromByteBuffer(ByteBuffer.wrap(packed), 2 * RESOLUTION);
        copy.setAutoResize(true);
        return copy;
    }

    private static Histogram empty() {
        Histogram empty = new Histogram(RESOLUTION, 2 * RESOLUTION, DIGITS);
        empty.setAutoResize(true);
        return empty;
    }
}
