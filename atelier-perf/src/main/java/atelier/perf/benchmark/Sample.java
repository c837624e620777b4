package atelier.perf.benchmark;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Counts what came of requests, and how long each took; one thread may send while another receives. */
final class Sample {
    private long[] latencies = new long[65_536];
    private int answers;
    private int errors;
    private @Nullable String firstError;
    private boolean sorted;

    synchronized void answer(long nanoseconds) {
        if (answers == latencies.length) {
            latencies = Arrays.copyOf(latencies, 2 * answers);
        }
        latencies[answers++] = nanoseconds;
        sorted = false;
    }

    synchronized void error(String what) {
        errors++;
        if (firstError == null) {
            firstError = what;
        }
    }

    /** Returns how many requests were answered, rightly or not. */
    synchronized int answers() {
        return answers;
    }

    synchronized int errors() {
        return errors;
    }

    synchronized @Nullable String firstError() {
        return firstError;
    }

    /** Returns a percentile in milliseconds by nearest rank, the largest for 1; 0 if there was no answer. */
    synchronized double milliseconds(double quantile) {
        if (answers == 0) {
            return 0;
        }
        if (!sorted) {
            Arrays.sort(latencies, 0, answers);
            sorted = true;
        }
        int rank = (int) Math.ceil(quantile * answers);
        return latencies[Math.max(0, rank - 1)] / 1e6;
    }
}
