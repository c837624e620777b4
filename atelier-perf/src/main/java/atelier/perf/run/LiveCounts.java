package atelier.perf.run;

import atelier.perf.measure.Latencies;

/** Counts during the run, for the live line only. The verdict uses the log. */
public final class LiveCounts {
    private final Latencies latencies = new Latencies();
    private long finished;
    private long failed;

    /** The counts at one moment. */
    record Snapshot(long finished, long failed, int p50, int p99) {}

    /**
     * Counts a finished request.
     *
     * @param milliseconds its latency; negative without a response
     */
    public synchronized void add(int milliseconds, boolean succeeded) {
        finished++;
        if (!succeeded) {
            failed++;
        }
        if (milliseconds >= 0) {
            latencies.add(milliseconds);
        }
    }

    synchronized Snapshot snapshot() {
        return new Snapshot(finished, failed, latencies.percentile(0.5), latencies.percentile(0.99));
    }
}
