package atelier.perf.run;

import atelier.perf.measure.Latencies;

/** What is known while the run goes on, for the live line only; the verdict is based on the log. */
public final class LiveCounts {
    private final Latencies latencies = new Latencies();
    private long answered;
    private long failed;

    /** A moment's figures. */
    record Snapshot(long answered, long failed, int p50, int p99) {}

    /**
     * Counts one request that is over.
     *
     * @param milliseconds its latency; negative if there was no answer
     */
    public synchronized void add(int milliseconds, boolean succeeded) {
        answered++;
        if (!succeeded) {
            failed++;
        }
        if (milliseconds >= 0) {
            latencies.add(milliseconds);
        }
    }

    synchronized Snapshot snapshot() {
        return new Snapshot(answered, failed, latencies.percentile(0.5), latencies.percentile(0.99));
    }
}
