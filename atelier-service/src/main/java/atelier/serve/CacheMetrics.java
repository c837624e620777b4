package atelier.serve;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.stats.ConcurrentStatsCounter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** What the caches of a node hold and how often they are asked, all of them together. */
public final class CacheMetrics {
    private final ConcurrentStatsCounter counts = new ConcurrentStatsCounter();
    private final List<Supplier<Cache<?, ?>>> caches = new CopyOnWriteArrayList<>();

    public CacheMetrics(MetricRegistry metrics) {
        Map<String, Gauge<Long>> gauges = Map.of(
                "hits", () -> counts.snapshot().hitCount(),
                "misses", () -> counts.snapshot().missCount(),
                "evictions", () -> counts.snapshot().evictionCount(),
                "entries", () -> sum(Cache::estimatedSize),
                "bytes", () -> sum(CacheMetrics::bytes));
        gauges.forEach((name, gauge) -> metrics.register(MetricRegistry.name(ResponseCache.class, name), gauge));
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
