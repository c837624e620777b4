package atelier.operations.dashboard;

import static atelier.operations.monitoring.RequestDurations.BUCKETS_PER_DOUBLING;

import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Requests counted by their duration, in buckets so narrow that a percentile is off by at most 2 %.
 *
 * <p>Bucket i of Prometheus' native histogram holds durations from 2^((i-1)/16) to 2^(i/16) seconds. Most of the several hundred
 * buckets are empty, and empty buckets are not stored.
 */
final class Durations {
    static final Durations NONE = new Durations(new int[0], new long[0]);

    /** The lowest bucket holds a nanosecond, the highest 18 hours. */
    private static final int LOWEST = -30 * BUCKETS_PER_DOUBLING;

    private static final int HIGHEST = 16 * BUCKETS_PER_DOUBLING;

    private final int[] buckets;
    private final long[] counts;

    private Durations(int[] buckets, long[] counts) {
        this.buckets = buckets;
        this.counts = counts;
    }

    static Durations of(HistogramDataPointSnapshot point) {
        NativeHistogramBuckets all = point.getNativeBucketsForPositiveValues();
        long[] sum = new long[HIGHEST - LOWEST + 1];
        for (int i = 0; i < all.size(); i++) {
            sum[place(all.getBucketIndex(i))] += all.getCount(i);
        }
        return of(sum);
    }

    static Durations sum(Collection<Durations> parts) {
        long[] sum = new long[HIGHEST - LOWEST + 1];
        parts.forEach(part -> part.addTo(sum, 1));
        return of(sum);
    }

    Durations plus(Durations others) {
        return sum(List.of(this, others));
    }

    /** Returns the requests that came after an earlier count. */
    Durations minus(Durations earlier) {
        long[] sum = new long[HIGHEST - LOWEST + 1];
        addTo(sum, 1);
        earlier.addTo(sum, -1);
        return of(sum);
    }

    private void addTo(long[] sum, int sign) {
        for (int i = 0; i < buckets.length; i++) {
            sum[place(buckets[i])] += sign * counts[i];
        }
    }

    private static int place(int bucket) {
        return Math.max(LOWEST, Math.min(HIGHEST, bucket)) - LOWEST;
    }

    private static Durations of(long[] sum) {
        int[] places = IntStream.range(0, sum.length).filter(i -> sum[i] != 0).toArray();
        return new Durations(
                IntStream.of(places).map(place -> place + LOWEST).toArray(),
                IntStream.of(places).mapToLong(place -> sum[place]).toArray());
    }

    long count() {
        return Arrays.stream(counts).sum();
    }

    /**
     * Returns the duration in milliseconds that this share of the requests did not exceed, interpolated as {@code histogram_quantile}
     * does; NaN if there are no requests.
     */
    double milliseconds(double share) {
        double rank = share * count();
        double below = 0;
        for (int i = 0; i < buckets.length; i++) {
            if (below + counts[i] >= rank) {
                double within = (rank - below) / counts[i];
                return 1_000 * Math.pow(2, (buckets[i] - 1 + within) / BUCKETS_PER_DOUBLING);
            }
            below += counts[i];
        }
        return Double.NaN;
    }
}
