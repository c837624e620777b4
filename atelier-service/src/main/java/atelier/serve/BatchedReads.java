package atelier.serve;

import atelier.database.ReadPool;
import atelier.metrics.Metrics;
import atelier.threads.Afterwards;
import atelier.threads.BackgroundThread;
import io.dropwizard.lifecycle.Managed;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Values by key, each from a query that begins after its request has arrived. So a response contains everything that any node wrote before
 * the request.
 *
 * <p>A query reads all keys that wait at its start, so they share one round trip and one connection; no lookup waits for others to arrive.
 * A query whose connection was lost runs again. A lookup without a result at its limit fails ({@link LookupQueue}).
 *
 * @param <K> the key
 * @param <V> the value; a key without rows has a value too
 */
public final class BatchedReads<K, V> implements Managed {
    private final Source<K, V> source;
    private final ReadPool pool;
    private final LookupQueue<K, V> queue;
    private final List<BackgroundThread> threads = new ArrayList<>();
    private final Lookup.Keeper<K, V> nobody = new Nobody<>();

    /** Where the values come from. */
    public interface Source<K, V> {
        /** Returns the values in the order of the keys, with one query. A key may occur several times. */
        List<V> read(List<K> keys);

        /** Returns how many rows a key reads at most. */
        default int rows(K key) {
            return 1;
        }

        /** Receives a value that came after its lookup had ended at the limit. */
        default void discard(V value) {
            // Most values hold nothing but memory.
        }
    }

    private static final class Nobody<K, V> implements Lookup.Keeper<K, V> {
        @Override
        public void put(Lookup<K, V> lookup, V value) {
            // The next lookup reads again.
        }

        @Override
        public void remove(Lookup<K, V> lookup) {
            // Nobody else waits for it.
        }
    }

    /**
     * Creates reads that start with {@link #start}.
     *
     * @param name names the threads and the metrics
     */
    public BatchedReads(String name, Source<K, V> source, ReadPool pool) {
        this.source = source;
        this.pool = pool;
        Metrics metrics = pool.metrics();
        queue = new LookupQueue<>(
                pool.limits(),
                source::rows,
                metrics.counter(
                        "database_lookups_refused",
                        "Lookups that failed with 503, because the database did not respond within DATABASE_READ_LIMIT.",
                        "kind",
                        name));
        metrics.gauge(
                "database_lookups_waiting",
                "Lookups that wait for a query to end; the next query takes up to 32 of them.",
                queue::size,
                "kind",
                name);
        for (int i = 0; i < pool.limits().queries(); i++) {
            int number = i;
            threads.add(new BackgroundThread(name + "-" + (number + 1), () -> runQuery(number), metrics));
        }
        threads.add(new BackgroundThread(
                name + "-deadlines", () -> TimeUnit.NANOSECONDS.sleep(queue.enforceLimits()), metrics));
    }

    /** Returns the value, which a reader thread completes. It fails if the database does, or at the limit. */
    public CompletableFuture<V> find(K key) {
        return find(key, System.nanoTime());
    }

    /**
     * Returns the value within the limits of a request that came earlier.
     *
     * @param since the {@link System#nanoTime} at which it came
     */
    CompletableFuture<V> find(K key, long since) {
        Lookup<K, V> lookup = new Lookup<>(key, new CompletableFuture<>(), nobody, since);
        add(lookup);
        return lookup.result();
    }

    /** Adds a lookup for the next query, or lets it fail at once. */
    void add(Lookup<K, V> lookup) {
        queue.add(lookup);
    }

    @Override
    public void start() {
        threads.forEach(BackgroundThread::start);
    }

    @Override
    public void stop() {
        threads.forEach(BackgroundThread::stop);
        queue.stop();
    }

    /**
     * A step of a reader thread: takes the waiting lookups, runs one query for them, and completes them. Without lookups it returns after a
     * second, so that a thread that failed before counts as running again.
     */
    private void runQuery(int number) throws InterruptedException {
        List<Lookup<K, V>> batch = queue.begin(number);
        if (batch.isEmpty()) {
            return;
        }
        try {
            List<V> values = read(batch.stream().map(Lookup::key).toList());
            // Before the results: a client that has its response may send the next request at once.
            queue.end(number, true);
            Afterwards.run(() -> {
                for (int i = 0; i < batch.size(); i++) {
                    if (!batch.get(i).succeed(values.get(i))) {
                        source.discard(values.get(i));
                    }
                }
            });
        } catch (RuntimeException e) {
            batch.forEach(lookup -> lookup.fail(e));
        } catch (Error e) {
            batch.forEach(lookup -> lookup.fail(e));
            throw e;
        } finally {
            queue.end(number, false);
        }
    }

    private List<V> read(List<K> keys) {
        long start = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                return source.read(keys);
            } catch (RuntimeException e) {
                if (!pool.lostConnections().mayRetry(e, attempt, System.nanoTime() - start)) {
                    throw e;
                }
            }
        }
    }
}
