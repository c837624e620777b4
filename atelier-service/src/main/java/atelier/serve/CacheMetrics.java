package atelier.serve;

import atelier.metrics.Metrics;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.stats.ConcurrentStatsCounter;
import com.github.benmanes.caffeine.cache.stats.StatsCounter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Metrics of all response caches of this node together. */
public final class CacheMetrics {
    private final ConcurrentStatsCounter counter = new ConcurrentStatsCounter();
    private final List<Supplier<Cache<?, ?>>> caches = new CopyOnWriteArrayList<>();

    public CacheMetrics(Metrics metrics) {
        String requests = "response_cache_requests";
        String help = "Lookups in the response cache, by result; a lookup that joins another's read is a hit."
                + " The warm-up's are included.";
        metrics.counter(requests, help, () -> counter.snapshot().hitCount(), "result", "hits");
        metrics.counter(requests, help, () -> counter.snapshot().missCount(), "result", "misses");
        metrics.counter(
                "response_cache_evictions",
                "Responses evicted to make room for others.",
                () -> counter.snapshot().evictionCount());
        metrics.gauge("response_cache_entries", "Responses in the cache.", () -> sum(Cache::estimatedSize));
        metrics.gauge("response_cache_bytes", "Memory that the cached responses take.", () -> sum(CacheMetrics::bytes));
    }

    /** Returns the counter of hits, misses and evictions. */
    StatsCounter counter() {
        return counter;
    }

    /** Adds a cache to the sums of entries and bytes. The supplier may return another cache each time. */
    void add(Supplier<Cache<?, ?>> cache) {
        caches.add(cache);
    }

    private long sum(ToLongFunction<Cache<?, ?>> figure) {
        return caches.stream()
                .mapToLong(cache -> figure.applyAsLong(cache.get()))
                .sum();
    }

    private static long bytes(Cache<?, ?> cache) {
        return cache.policy()
                .eviction()
                .map(Policy.Eviction::weightedSize)
                .orElseThrow()
                .orElseThrow();
    }
}
