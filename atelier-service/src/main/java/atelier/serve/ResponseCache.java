package atelier.serve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Weigher;
import com.github.benmanes.caffeine.cache.stats.ConcurrentStatsCounter;
import io.dropwizard.util.DataSize;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * What answers are made of, by what was asked for, bounded by the bytes it takes.
 *
 * @param <K> what is asked for
 * @param <V> what is kept of it
 */
public final class ResponseCache<K, V> {
    private final DataSize size;
    private final Weigher<K, V> weigher;
    private final ConcurrentStatsCounter counts;
    private volatile Generation<K, V> generation;

    /** What is kept of one catalogue, and what is being read of it. */
    private record Generation<K, V>(Cache<K, V> kept, ConcurrentMap<K, CompletableFuture<V>> reading) {}

    /**
     * Returns an empty one.
     *
     * @param size what it may take; nothing is kept if that is 0
     * @param weigher tells how many bytes something takes
     */
    public ResponseCache(DataSize size, Weigher<K, V> weigher, CacheMetrics metrics) {
        this.size = size;
        this.weigher = weigher;
        this.counts = metrics.countFor(() -> generation.kept);
        this.generation = newGeneration();
    }

    private Generation<K, V> newGeneration() {
        return new Generation<>(
                Caffeine.newBuilder()
                        .maximumWeight(size.toBytes())
                        .weigher(weigher)
                        .recordStats(() -> counts)
                        // At once: its housekeeping is short, and waking up another thread for it costs more than it
                        // does.
                        .executor(Runnable::run)
                        .build(),
                new ConcurrentHashMap<>());
    }

    /**
     * Returns what is kept, or reads and keeps it; those who ask for the same meanwhile get what the one who reads gets. What
     * fails is kept nowhere.
     */
    public CompletableFuture<V> find(K key, Function<K, CompletableFuture<V>> read) {
        Generation<K, V> now = generation;
        V kept = now.kept.getIfPresent(key);
        if (kept != null) {
            return CompletableFuture.completedFuture(kept);
        }
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> others = now.reading.putIfAbsent(key, mine);
        if (others != null) {
            return others;
        }
        // Whoever read it last may have ended between the two looks above.
        V late = now.kept.policy().getIfPresentQuietly(key);
        CompletableFuture<V> found = late == null ? begin(key, read) : CompletableFuture.completedFuture(late);
        return found.whenComplete((value, failure) -> {
            try {
                now.reading.computeIfPresent(key, (same, reader) -> {
                    if (reader != mine) {
                        // It was forgotten meanwhile, and somebody else reads it anew.
                        return reader;
                    }
                    if (failure == null) {
                        now.kept.put(key, value);
                    }
                    return null;
                });
            } finally {
                // Whatever could not be kept: nobody may wait for it for ever.
                now.reading.remove(key, mine);
                if (failure == null) {
                    mine.complete(value);
                } else {
                    mine.completeExceptionally(failure);
                }
            }
        });
    }

    /** What cannot even begin fails as what begins and fails, so that nobody waits for it for ever. */
    private static <K, V> CompletableFuture<V> begin(K key, Function<K, CompletableFuture<V>> read) {
        try {
            return read.apply(key);
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Forgets one thing; whoever is reading it right now gives what he read to those who wait for it, and does not keep it. */
    public void forget(K key) {
        Generation<K, V> now = generation;
        now.reading.compute(key, (same, reader) -> {
            now.kept.invalidate(key);
            return null;
        });
    }

    /**
     * Forgets everything.
     *
     * <p>A new generation, because what is being read from the old catalogue right now would enter an emptied one.
     */
    public void clear() {
        generation = newGeneration();
    }
}
