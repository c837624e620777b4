package atelier.serve;

import atelier.database.ReadPool;
import atelier.metrics.Metrics;
import atelier.threads.BackgroundThread;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.util.DataSize;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Values by key, from this node's memory or from the database.
 *
 * <p>A lookup first asks the cache. On a miss it joins the read of the same key that is already under way, or waits for the next query.
 * A query reads all keys that wait at its start, so they share one round trip and one connection; no lookup waits for others to arrive.
 * A query whose connection was lost runs again. A lookup without a result at its limit fails ({@link LookupQueue}).
 *
 * @param <K> the key
 * @param <V> the value; a key without rows has a value too, so that the cache absorbs repeated requests for it
 */
public final class Reads<K, V> implements Managed {
    private final Source<K, V> source;
    private final DataSize cacheSize;
    private final ReadPool pool;
    private final CacheMetrics cacheMetrics;
    private final LookupQueue<K, V> queue;
    private final List<BackgroundThread> threads = new ArrayList<>();
    private volatile Edition<K, V> cache;

    /** Where the values come from. */
    public interface Source<K, V> {
        /** Returns the values in the order of the keys, with one query. */
        List<V> read(List<K> keys);

        /** Returns how many rows a key reads at most. */
        default int rows(K key) {
            return 1;
        }

        /** Returns how many bytes of memory a value takes. */
        int weight(V value);
    }

    /**
     * The values that were read since everything was last forgotten, and the results of the lookups that are under way. These have a map
     * of their own, because each write to a cache costs a tenth of a cold read.
     */
    static final class Edition<K, V> {
        private final Cache<K, CompletableFuture<V>> values;
        private final ConcurrentMap<K, CompletableFuture<V>> underWay = new ConcurrentHashMap<>();

        Edition(Cache<K, CompletableFuture<V>> values) {
            this.values = values;
        }

        /** Returns the result of another lookup of the same key, or null if this one has to be made. */
        @Nullable
        CompletableFuture<V> join(Lookup<K, V> lookup) {
            CompletableFuture<V> other = underWay.putIfAbsent(lookup.key(), lookup.result());
            if (other != null) {
                return other;
            }
            // Another lookup may have ended since the caller looked into the cache.
            CompletableFuture<V> late = values.policy().getIfPresentQuietly(lookup.key());
            if (late != null) {
                remove(lookup);
                lookup.result().complete(late.join());
            }
            return late;
        }

        /** Caches the value of a lookup, unless its key was forgotten meanwhile. */
        void put(Lookup<K, V> lookup, V value) {
            underWay.computeIfPresent(lookup.key(), (key, result) -> {
                if (result != lookup.result()) {
                    return result;
                }
                values.put(key, CompletableFuture.completedFuture(value));
                return null;
            });
        }

        /** Lets the next request for the key look it up again. */
        void remove(Lookup<K, V> lookup) {
            underWay.remove(lookup.key(), lookup.result());
        }

        /** Removes a value. A lookup under way ends for the requests that wait for it, and is not cached. */
        void forget(K key) {
            underWay.compute(key, (same, result) -> {
                values.invalidate(key);
                return null;
            });
        }
    }

    /**
     * Creates reads that start with {@link #start}.
     *
     * @param name names the threads and the metrics
     * @param cacheSize memory for cached values; 0 caches nothing
     */
    public Reads(String name, Source<K, V> source, DataSize cacheSize, ReadPool pool, CacheMetrics cacheMetrics) {
        this.source = source;
        this.cacheSize = cacheSize;
        this.pool = pool;
        this.cacheMetrics = cacheMetrics;
        this.cache = newCache();
        cacheMetrics.add(() -> cache.values);
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

    private Edition<K, V> newCache() {
        return new Edition<>(Caffeine.newBuilder()
                .maximumWeight(cacheSize.toBytes())
                .weigher((K key, CompletableFuture<V> value) -> source.weight(value.join()))
                .recordStats(cacheMetrics::counter)
                // On the calling thread: the housekeeping is cheaper than waking another thread for it.
                .executor(Runnable::run)
                .build());
    }

    /** Returns the value, which is complete already if it is cached. It fails if the database does, or at the limit. */
    public CompletableFuture<V> find(K key) {
        Edition<K, V> current = cache;
        CompletableFuture<V> cached = current.values.getIfPresent(key);
        if (cached != null) {
            return cached;
        }
        Lookup<K, V> lookup = new Lookup<>(key, new CompletableFuture<>(), current, System.nanoTime());
        CompletableFuture<V> other = current.join(lookup);
        if (other != null) {
            return other;
        }
        queue.add(lookup);
        return lookup.result();
    }

    /** Removes a key. A read of it that is under way completes for the requests that wait for it, and is not cached. */
    public void forget(K key) {
        cache.forget(key);
    }

    /**
     * Removes all keys.
     *
     * <p>Replacing the cache takes no time, however many entries it has. Reads under way complete into the old one.
     */
    public void forgetAll() {
        cache = newCache();
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
     * A step of a reader thread: takes the lookups that wait, runs one query for them, and completes them. Without lookups it returns
     * after a second, so that a thread that failed counts as running again.
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
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).succeed(values.get(i));
            }
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
