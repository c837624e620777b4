package atelier.perf.measure;

import atelier.perf.result.Figures;
import atelier.perf.result.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntPredicate;

/** The figures of a {@link Recording}, by route and by second. */
public final class Measurement {
    private final double length;
    private final IntPredicate counted;
    private final Tally overall = new Tally();
    private final SortedMap<String, Tally> routes = new TreeMap<>();
    private final List<Tally> seconds = new ArrayList<>();
    private long after;

    Measurement(double length, IntPredicate counted) {
        this.length = length;
        this.counted = counted;
    }

    /** Adds the requests of a second. */
    void add(int second, SortedMap<String, Tally> requests) {
        if (second >= length) {
            after += requests.values().stream().mapToLong(Tally::requests).sum();
            return;
        }
        Tally sum = new Tally();
        if (counted.test(second)) {
            requests.forEach((route, tally) -> {
                sum.add(tally);
                routes.computeIfAbsent(route, name -> new Tally()).add(tally);
            });
            overall.add(sum);
        }
        sum.pack();
        seconds.add(sum);
    }

    /** Returns the length of the window in seconds. */
    public double length() {
        return length;
    }

    /** Returns the figures over all routes. The rate is that of the counted seconds. */
    public Figures overall() {
        return overall.figures(countedLength());
    }

    /**
     * Returns the requests per second of the visits that began in the counted seconds. It includes requests that visitors sent after the
     * end of the window. Their number depends on the service's latencies, and the planned rate does not.
     */
    public double sentRate() {
        double seconds = countedLength();
        return seconds == 0 ? 0 : (overall.requests() + after) / seconds;
    }

    /** Returns the figures of each requested route. */
    public SortedMap<String, Figures> routes() {
        SortedMap<String, Figures> figures = new TreeMap<>();
        routes.forEach((route, tally) -> figures.put(route, tally.figures(countedLength())));
        return figures;
    }

    /** Returns the figures of a part of the window, in seconds from its start. */
    public Figures between(int firstSecond, int endSecond) {
        Tally part = new Tally();
        for (Tally second :
                seconds.subList(Math.min(firstSecond, seconds.size()), Math.min(endSecond, seconds.size()))) {
            part.add(second);
        }
        return part.figures(endSecond - firstSecond);
    }

    /**
     * Returns the window second by second.
     *
     * @param planned returns the planned requests up to a second from the start of the window
     */
    public Series series(DoubleUnaryOperator planned) {
        Series series = new Series(
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        for (int second = 0; second < length; second++) {
            Tally tally = second < seconds.size() ? seconds.get(second) : new Tally();
            double target = planned.applyAsDouble(second + 1) - planned.applyAsDouble(second);
            series.target().add(Math.round(10 * target) / 10.0);
            series.requests().add((int) tally.requests());
            series.errors().add((int) tally.errors());
            series.p50().add(tally.percentile(0.5));
            series.p95().add(tally.percentile(0.95));
            series.p99().add(tally.percentile(0.99));
        }
        return series;
    }

    private double countedLength() {
        double sum = 0;
        for (int second = 0; second < length; second++) {
            sum += counted.test(second) ? Math.min(1, length - second) : 0;
        }
        return sum;
    }
}
