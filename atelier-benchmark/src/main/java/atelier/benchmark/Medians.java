package atelier.benchmark;

import java.util.List;
import java.util.stream.IntStream;

/** Medians, because one disturbed round shall not count. */
final class Medians {
    private Medians() {}

    /** Returns the middle one, or the mean of both in the middle; not a number if there is none. */
    static double of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int size = sorted.size();
        return size == 0 ? Double.NaN : (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    }

    /** Returns the median of the ratios round by round, in which a machine that is slow for a round has no part. */
    static double ofRatios(List<Double> values, List<Double> baseline) {
        return of(IntStream.range(0, Math.min(values.size(), baseline.size()))
                .mapToObj(round -> values.get(round) / baseline.get(round))
                .toList());
    }
}
