package atelier.benchmark;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The responses to a series of requests: latencies and errors. One thread may send while another receives. */
final class Responses {
    /** Three digits are well below the scatter between two rounds. */
    private static final int DIGITS = 3;

    private static final long LARGEST = TimeUnit.MINUTES.toNanos(1);

    private final Histogram latencies = new Histogram(LARGEST, DIGITS);
    private int errors;
    private @Nullable String firstError;

    /** Adds a response, correct or not. */
    synchronized void add(long nanoseconds) {
        latencies.recordValue(Math.min(nanoseconds, LARGEST));
    }

    synchronized void addError(String message) {
        errors++;
        if (firstError == null) {
            firstError = message;
        }
    }

    /** Returns the number of responses, correct or not. */
    synchronized long count() {
        return latencies.getTotalCount();
    }

    synchronized int errors() {
        return errors;
    }

    synchronized @Nullable String firstError() {
        return firstError;
    }

    /** Returns a latency percentile in milliseconds, between 0 and 100; 0 without responses. */
    synchronized double milliseconds(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e6;
    }
}
