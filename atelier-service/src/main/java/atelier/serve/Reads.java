package atelier.serve;

import atelier.database.ReadPool;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.util.DataSize;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Values by key, from this node's memory or from the database.
 *
 * <p>A lookup first asks the cache. On a miss it joins the read of the same key that is already under way, or waits for the next query
 * ({@link BatchedReads}).
 *
 * @param <K> the key
 * @param <V> the value; a key without rows has a value too, so that the cache absorbs repeated requests for it
 */
public final class Reads<K, V> implements Managed {
    private final Source<K, V> source;
    private final DataSize cacheSize;
    private final CacheMetrics cacheMetrics;
    private final BatchedReads<K, V> database;
    private volatile Edition<K, V> cache;

    /** Where the values come from. */
    public interface Source<K, V> extends BatchedReads.Source<K, V> {
        /** Returns how many bytes of memory a value takes. */
        int weight(V value);
    }

    /**
     * The values that were read since everything was last forgotten, and the results of the lookups that are under way. These have a map
     * of their own, because each write to a cache costs a tenth of a cold read.
     */
    static final class Edition<K, V> implements Lookup.Keeper<K, V> {
        private final Cache<K, CompletableFuture<V>> values;
        private final Admission admission;
        private final ConcurrentMap<K, CompletableFuture<V>> underWay = new ConcurrentHashMap<>();

        /** How many values were cached. A miss asks the cache again only if this has changed since it asked first. */
        private final AtomicLong puts = new AtomicLong();

        Edition(Cache<K, CompletableFuture<V>> values, Admission admission) {
            this.values = values;
            this.admission = admission;
        }

        /**
         * Returns the result of another lookup of the same key, or null if this one has to be made.
         *
         * @param putsBefore how many values were cached before the caller looked into the cache
         */
        @Nullable
        CompletableFuture<V> join(Lookup<K, V> lookup, long putsBefore) {
            CompletableFuture<V> other = underWay.putIfAbsent(lookup.key(), lookup.result());
            if (other != null || puts.get() == putsBefore) {
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

        /** Caches the value of a lookup, if it is worth a place, unless its key was forgotten meanwhile. */
        @Override
        public void put(Lookup<K, V> lookup, V value) {
            underWay.computeIfPresent(lookup.key(), (key, result) -> {
                if (result != lookup.result()) {
                    return result;
                }
                if (admission.admits(key)) {
                    values.put(key, CompletableFuture.completedFuture(value));
                    puts.incrementAndGet();
                }
                return null;
            });
        }

        /** Lets the next request for the key look it up again. */
        @Override
        public void remove(Lookup<K, V> lookup) {
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
        this.cacheMetrics = cacheMetrics;
        this.cache = newCache();
        cacheMetrics.add(() -> cache.values);
        this.database = new BatchedReads<>(name, source, pool);
    }

    private Edition<K, V> newCache() {
        Admission admission = new Admission(cacheSize);
        Cache<K, CompletableFuture<V>> values = Caffeine.newBuilder()
                .maximumWeight(cacheSize.toBytes())
                .weigher((K key, CompletableFuture<V> value) -> source.weight(value.join()))
                .evictionListener((key, value, cause) -> admission.fill())
                .recordStats(cacheMetrics::counter)
                // On the calling thread: the housekeeping is cheaper than waking another thread for it.
                .executor(Runnable::run)
                .build();
        return new Edition<>(values, admission);
    }

    /** Returns the value, which is complete already if it is cached. It fails if the database does, or at the limit. */
    public CompletableFuture<V> find(K key) {
        Edition<K, V> current = cache;
        long putsBefore = current.puts.get();
        CompletableFuture<V> cached = current.values.getIfPresent(key);
        if (cached != null) {
            return cached;
        }
        Lookup<K, V> lookup = new Lookup<>(key, new CompletableFuture<>(), current, System.nanoTime());
        CompletableFuture<V> other = current.join(lookup, putsBefore);
        if (other != null) {
            return other;
        }
        database.add(lookup);
        return lookup.result();
    }

    /** Removes a key. A running read of it still completes for the requests that wait for it, but its value is not cached. */
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
        database.start();
    }

    @Override
    public void stop() {
        database.stop();
    }
}
