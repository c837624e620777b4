package atelier.perf.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a phase, recorded by the simulation itself: by route, and by the second in which each was due. Gatling's own log has
 * whole milliseconds, from the moment a request was sent. Thread-safe.
 */
public final class Recording {
    /** Requests end within a time limit of ten seconds. Older seconds hardly change, so they are packed. */
    private static final int OPEN_SECONDS = 15;

    private final List<SortedMap<String, Tally>> seconds = new ArrayList<>();
    private final Tally all = new Tally();
    private int unpacked;

    /** The counts at one moment; latencies in milliseconds. */
    public record Snapshot(long finished, long failed, double p50, double p99) {}

    /**
     * Adds a finished request.
     *
     * @param due seconds from the start of the phase
     * @param nanoseconds from that moment to the end of the response
     * @param failure what failed, in words; null if the request succeeded
     */
    public synchronized void add(String route, double due, long nanoseconds, @Nullable String failure) {
        int second = (int) Math.max(0, due);
        while (seconds.size() <= second) {
            seconds.add(new TreeMap<>());
        }
        seconds.get(second).computeIfAbsent(route, name -> new Tally()).add(nanoseconds, failure);
        all.add(nanoseconds, failure);
        while (unpacked < seconds.size() - OPEN_SECONDS) {
            seconds.get(unpacked++).values().forEach(Tally::pack);
        }
    }

    /** Returns the counts of the whole phase so far. */
    public synchronized Snapshot snapshot() {
        return new Snapshot(
                all.requests(),
                all.errors(),
                all.requests() == 0 ? 0 : all.figures(1).p50(),
                all.requests() == 0 ? 0 : all.figures(1).p99());
    }

    /**
     * Returns the figures of the requests so far.
     *
     * @param length the length of the phase in seconds; later requests are only counted
     */
    public Measurement measurement(double length) {
        return measurement(length, second -> true);
    }

    /** Returns the figures of the requests of some seconds, numbered from the start of the phase. */
    public synchronized Measurement measurement(double length, IntPredicate counted) {
        Measurement measurement = new Measurement(length, counted);
        for (int second = 0; second < seconds.size(); second++) {
            measurement.add(second, seconds.get(second));
        }
        return measurement;
    }
}
