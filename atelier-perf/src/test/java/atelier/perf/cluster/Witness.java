package atelier.perf.cluster;

import atelier.perf.cluster.Traffic.Sample;
import atelier.perf.service.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Shoppers who write and read without end, and remember what they were told and what they have seen. Afterwards each acknowledged write
 * must be there once, and each of which nobody knows whether it was stored at most once.
 */
final class Witness implements AutoCloseable {
    private static final int WRITERS = 4;
    /** So that they write about a hundred times per second together. */
    private static final int PAUSE_MILLISECONDS = 30;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final List<Writer> writers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final long start = System.nanoTime();
    private volatile boolean stopped;

    /** What the witnesses say. */
    record Testimony(Samples samples, Account.Totals totals, List<String> faults) {
        String figures() {
            Samples refused = samples.failed();
            return String.format(
                    Locale.ROOT,
                    "%,d writes acknowledged (p50 %.1f ms, p99 %.1f ms), %,d unknown, of which %,d were stored, %,d faults; writes %s,"
                            + " reads %s, %,d of these marked STALE, %,d of which lacked an acknowledged write; refused: p50 %.1f ms, p99 %.1f ms, max %.0f ms",
                    totals.acknowledged(),
                    acknowledged().percentile(0.5),
                    acknowledged().percentile(0.99),
                    totals.unknown(),
                    totals.unknownStored(),
                    faults.size(),
                    samples.writes().statuses(),
                    samples.reads().statuses(),
                    samples.where(sample -> sample.cache().equals("STALE")).count(),
                    totals.behind(),
                    refused.percentile(0.5),
                    refused.percentile(0.99),
                    refused.percentile(1));
        }

        private Samples acknowledged() {
            return samples.writes().where(sample -> !sample.failed());
        }
    }

    /**
     * Starts the writers.
     *
     * @param sku a SKU that exists
     */
    static Witness start(String address, long sku) {
        Witness witness = new Witness();
        for (int i = 0; i < WRITERS; i++) {
            // A product for each, because a long list takes longer to read.
            int number = NUMBER.incrementAndGet();
            Writer writer = new Writer("writer-" + number, address, 1 + number % 200, sku, witness.start);
            Thread thread = new Thread(() -> witness.write(writer), "writer-" + number);
            thread.setDaemon(true);
            witness.writers.add(writer);
            witness.threads.add(thread);
        }
        witness.threads.forEach(Thread::start);
        return witness;
    }

    private void write(Writer writer) {
        try {
            while (!stopped) {
                writer.step();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the seconds since the start. */
    double now() {
        return (System.nanoTime() - start) / 1e9;
    }

    /**
     * Stops, and reads what is stored.
     *
     * @param addresses where all of it must be found
     */
    Testimony end(List<String> addresses) throws Exception {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        List<Sample> samples = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Account.Totals totals = Account.Totals.NONE;
        for (Writer writer : writers) {
            for (String address : addresses) {
                Waiting.until("what was written can be read at " + address, () -> writer.readAll(address));
            }
            samples.addAll(writer.samples());
            faults.addAll(writer.faults());
            totals = totals.plus(writer.totals());
        }
        return new Testimony(new Samples(samples), totals, faults);
    }

    /** Stops without checking. */
    @Override
    public void close() {
        stopped = true;
        threads.forEach(Thread::interrupt);
    }
}
