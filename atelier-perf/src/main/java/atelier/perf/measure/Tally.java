package atelier.perf.measure;

import atelier.perf.result.Figures;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts of the requests of one route or one second. */
final class Tally {
    /** Errors of further kinds are counted together. */
    private static final int KINDS_OF_ERROR = 50;

    private final Latencies latencies = new Latencies();
    private final SortedMap<String, Long> errorsByKind = new TreeMap<>();
    private long errors;

    /**
     * Counts a request.
     *
     * @param failure what failed, in words; null if the request succeeded
     */
    void add(long nanoseconds, @Nullable String failure) {
        latencies.add(nanoseconds);
        if (failure != null) {
            addErrors(failure, 1);
        }
    }

    void add(Tally other) {
        latencies.add(other.latencies);
        other.errorsByKind.forEach(this::addErrors);
    }

    /** Packs the latencies into less memory. */
    void pack() {
        latencies.pack();
    }

    long requests() {
        return latencies.count();
    }

    long errors() {
        return errors;
    }

    /** Returns milliseconds; null without requests. */
    @Nullable
    Double percentile(double share) {
        return latencies.count() == 0 ? null : thousandths(latencies.percentile(share));
    }

    Figures figures(double seconds) {
        return new Figures(
                latencies.count(),
                errors,
                seconds == 0 ? 0 : latencies.count() / seconds,
                thousandths(latencies.mean()),
                thousandths(latencies.typical()),
                thousandths(latencies.percentile(0.5)),
                thousandths(latencies.percentile(0.9)),
                thousandths(latencies.percentile(0.95)),
                thousandths(latencies.percentile(0.99)),
                thousandths(latencies.percentile(0.999)),
                thousandths(latencies.max()),
                errorsByKind);
    }

    private void addErrors(String kind, long count) {
        errors += count;
        boolean separately = errorsByKind.size() < KINDS_OF_ERROR || errorsByKind.containsKey(kind);
        errorsByKind.merge(separately ? kind : "other errors", count, Long::sum);
    }

    /** Rounds milliseconds to microseconds. */
    private static double thousandths(double milliseconds) {
        return Math.round(1000 * milliseconds) / 1000.0;
    }
}
