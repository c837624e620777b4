package atelier.perf.measure;

import atelier.perf.result.Figures;
import atelier.perf.result.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntPredicate;

/**
 * The requests that were started in a window of a run, counted by route and by second. Memory is bounded by routes, seconds and the
 * longest latency, so a run may have any number of requests.
 */
public final class Measurement implements SimulationLog.Visitor {
    private final long from;
    private final long to;
    private final IntPredicate counted;
    private final Tally overall = new Tally();
    private final SortedMap<String, Tally> routes = new TreeMap<>();
    private final List<Tally> seconds = new ArrayList<>();
    private final SortedMap<String, Long> simulationErrors = new TreeMap<>();
    private long after;
    private boolean complete = true;

    private Measurement(long from, long to, IntPredicate counted) {
        this.from = from;
        this.to = Math.max(from, to);
        this.counted = counted;
    }

    /**
     * Reads a whole log.
     *
     * @param from the start of the window, in milliseconds since the epoch
     * @param to its end, exclusive
     */
    public static Measurement of(Path log, long from, long to) throws IOException {
        return of(log, from, to, second -> true);
    }

    /** Reads a whole log, but counts only some seconds, numbered from the start of the window. */
    public static Measurement of(Path log, long from, long to, IntPredicate seconds) throws IOException {
        Measurement measurement = new Measurement(from, to, seconds);
        try (SimulationLog simulation = SimulationLog.open(log)) {
            measurement.complete = simulation.read(measurement);
        }
        return measurement;
    }

    /** Returns an empty measurement, for a run without a log. */
    public static Measurement none() {
        Measurement measurement = new Measurement(0, 0, second -> false);
        measurement.complete = false;
        return measurement;
    }

    @Override
    public void request(SimulationLog.Request request) {
        if (request.start() >= to) {
            after++;
            return;
        }
        int second = (int) Math.floorDiv(request.start() - from, 1000L);
        if (request.start() < from || !counted.test(second)) {
            return;
        }
        overall.add(request);
        routes.computeIfAbsent(request.name(), name -> new Tally()).add(request);
        while (seconds.size() <= second) {
            seconds.add(new Tally());
        }
        seconds.get(second).add(request);
    }

    @Override
    public void error(String message, long time) {
        simulationErrors.merge(message, 1L, Long::sum);
    }

    /** Tells whether the log was complete; false if it breaks off, for example after a full disk. */
    public boolean complete() {
        return complete;
    }

    /** Returns the length of the window in seconds. */
    public double length() {
        return (to - from) / 1000.0;
    }

    /** Returns the figures over all routes. The rate is that of the counted seconds. */
    public Figures overall() {
        return overall.figures(countedLength());
    }

    /**
     * Returns the requests per second of the visits that began in the counted seconds. It includes what visitors sent after the end of
     * the window: how many they are depends on the service's latencies, and the planned rate does not.
     */
    public double sentRate() {
        double length = countedLength();
        return length == 0 ? 0 : (overall.requests() + after) / length;
    }

    /** Returns the figures of each requested route. */
    public SortedMap<String, Figures> routes() {
        SortedMap<String, Figures> figures = new TreeMap<>();
        routes.forEach((route, tally) -> figures.put(route, tally.figures(countedLength())));
        return figures;
    }

    /** Returns the errors of the simulation itself, with their number. */
    public SortedMap<String, Long> simulationErrors() {
        return new TreeMap<>(simulationErrors);
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
        int length = (int) Math.ceil(length());
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
        double length = 0;
        for (int second = 0; second < length(); second++) {
            length += counted.test(second) ? Math.min(1, length() - second) : 0;
        }
        return length;
    }
}
