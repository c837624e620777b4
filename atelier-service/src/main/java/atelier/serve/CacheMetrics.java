package atelier.serve;

import atelier.metrics.Metrics;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.stats.ConcurrentStatsCounter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** What the caches of a node hold and how often they are asked, all of them together. */
public final class CacheMetrics {
    private final ConcurrentStatsCounter counts = new ConcurrentStatsCounter();
    private final List<Supplier<Cache<?, ?>>> caches = new CopyOnWriteArrayList<>();

    public CacheMetrics(Metrics metrics) {
        String requests = "response_cache_requests";
        String help = "Lookups in the response cache, by result. The warm-up's are included.";
        metrics.counter(requests, help, () -> counts.snapshot().hitCount(), "result", "hits");
        metrics.counter(requests, help, () -> counts.snapshot().missCount(), "result", "misses");
        metrics.counter(
                "response_cache_evictions",
                "Responses evicted to make room for others.",
                () -> counts.snapshot().evictionCount());
        metrics.gauge("response_cache_entries", "Responses in the cache.", () -> sum(Cache::estimatedSize));
        metrics.gauge("response_cache_bytes", "Memory that the cached responses take.", () -> sum(CacheMetrics::bytes));
    }

    /** Returns what counts for a cache, which may be another one each time it is asked for. */
    ConcurrentStatsCounter countFor(Supplier<Cache<?, ?>> cache) {
        caches.add(cache);
        return counts;
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
