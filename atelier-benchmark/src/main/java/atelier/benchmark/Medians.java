package atelier.benchmark;

import java.util.List;
import java.util.stream.IntStream;

/** Medians: one disturbed round does not change the result. */
final class Medians {
    private Medians() {}

    /** Returns the median; not a number without values. */
    static double of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int size = sorted.size();
        return size == 0 ? Double.NaN : (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    }

    /** Returns the median of the ratios of each round, so that a round in which the machine is slow does not count. */
    static double ofRatios(List<Double> values, List<Double> baseline) {
        return of(IntStream.range(0, Math.min(values.size(), baseline.size()))
                .mapToObj(round -> values.get(round) / baseline.get(round))
                .toList());
    }
}
