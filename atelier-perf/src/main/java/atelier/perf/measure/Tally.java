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

    void add(SimulationLog.Request request) {
        latencies.add(request.latency());
        if (!request.succeeded()) {
            addErrors(request.message(), 1);
        }
    }

    void add(Tally other) {
        latencies.add(other.latencies);
        other.errorsByKind.forEach(this::addErrors);
    }

    long requests() {
        return latencies.count();
    }

    long errors() {
        return errors;
    }

    /** Returns null without requests. */
    @Nullable
    Integer percentile(double share) {
        return latencies.count() == 0 ? null : latencies.percentile(share);
    }

    Figures figures(double seconds) {
        return new Figures(
                latencies.count(),
                errors,
                seconds == 0 ? 0 : latencies.count() / seconds,
                latencies.mean(),
                latencies.typical(),
                latencies.percentile(0.5),
                latencies.percentile(0.9),
                latencies.percentile(0.95),
                latencies.percentile(0.99),
                latencies.percentile(0.999),
                latencies.max(),
                errorsByKind);
    }

    private void addErrors(String kind, long count) {
        errors += count;
        boolean separately = errorsByKind.size() < KINDS_OF_ERROR || errorsByKind.containsKey(kind);
        errorsByKind.merge(separately ? kind : "other errors", count, Long::sum);
    }
}
