package atelier.perf.report;

import atelier.perf.result.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The points of a run's charts. A point may cover several seconds: it then has the mean of the rates, and the worst second's latencies
 * and errors, because percentiles cannot be combined.
 *
 * @param step the seconds per point
 */
record Points(
        int step,
        List<@Nullable Number> target,
        List<@Nullable Number> requests,
        List<@Nullable Number> errors,
        List<@Nullable Number> p50,
        List<@Nullable Number> p95,
        List<@Nullable Number> p99) {

    static final int MOST = 600;

    static Points of(Series series) {
        int step = Math.max(1, (series.requests().size() + MOST - 1) / MOST);
        return new Points(
                step,
                join(series.target(), step, Points::mean),
                join(series.requests(), step, Points::mean),
                join(series.errors(), step, Points::worst),
                join(series.p50(), step, Points::worst),
                join(series.p95(), step, Points::worst),
                join(series.p99(), step, Points::worst));
    }

    private static <N extends Number> List<@Nullable Number> join(
            List<N> seconds, int step, Function<List<N>, @Nullable Number> joined) {
        List<@Nullable Number> points = new ArrayList<>();
        for (int from = 0; from < seconds.size(); from += step) {
            points.add(joined.apply(seconds.subList(from, Math.min(from + step, seconds.size()))));
        }
        return points;
    }

    private static Number mean(List<? extends Number> seconds) {
        double mean =
                seconds.stream().mapToDouble(Number::doubleValue).average().orElse(0);
        return Math.round(mean * 10) / 10.0;
    }

    /** Returns the largest value; null if there is none. */
    private static @Nullable Number worst(List<? extends @Nullable Number> seconds) {
        return seconds.stream()
                .filter(Objects::nonNull)
                .max(Comparator.comparingDouble(Number::doubleValue))
                .orElse(null);
    }
}
