package atelier.cache;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.stats.ConcurrentStatsCounter;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finished answers by the path that asks for them, bounded by the bytes they take. */
public final class AnswerCache {
    private final CacheSettings settings;
    private final UnaryOperator<Supplier<Answer>> reading;
    private final String cacheControl;
    private final ConcurrentStatsCounter counts = new ConcurrentStatsCounter();
    private volatile AsyncCache<String, Answer> answers;

    /**
     * Returns an empty one.
     *
     * @param reading what surrounds the making of each answer
     */
    public AnswerCache(CacheSettings settings, MetricRegistry metrics, UnaryOperator<Supplier<Answer>> reading) {
        this.settings = settings;
        this.reading = reading;
        this.cacheControl = settings.cacheControl();
        this.answers = newCache();
        Map<String, Gauge<Long>> gauges = Map.of(
                "hits", () -> counts.snapshot().hitCount(),
                "misses", () -> counts.snapshot().missCount(),
                "evictions", () -> counts.snapshot().evictionCount(),
                "entries", () -> answers.synchronous().estimatedSize(),
                "bytes", this::bytes);
        gauges.forEach((name, gauge) -> metrics.register(MetricRegistry.name(AnswerCache.class, name), gauge));
    }

    private long bytes() {
        return answers.synchronous()
                .policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElseThrow())
                .orElseThrow();
    }

    private AsyncCache<String, Answer> newCache() {
        return Caffeine.newBuilder()
                .maximumWeight(settings.size().toBytes())
                .weigher((String path, Answer answer) -> 2 * path.length() + answer.weight())
                .recordStats(() -> counts)
                .buildAsync();
    }

    /**
     * Returns the answer that is kept for a path, or makes and keeps it; requests for one path that come meanwhile wait for
     * the one that makes it. What {@code make} throws is thrown to all of them, and kept nowhere.
     *
     * <p>Only a promise enters the cache while the answer is made: inside the cache's own loading, a slow answer would hold
     * up those of other paths that happen to share its bucket.
     */
    public Answer find(String path, Supplier<Answer> make) {
        Promise promise = new Promise();
        Promise kept = (Promise) answers.get(path, (ignored, executor) -> promise);
        if (kept == promise) {
            promise.keep(reading.apply(make));
        }
        return kept.get();
    }

    /**
     * An answer in the making. One that fails becomes null in the cache's eyes, which then forgets it without a word;
     * a failed future it would write into the log, and who asks for what is not there could fill that.
     */
    private static final class Promise extends CompletableFuture<Answer> {
        private @Nullable RuntimeException failure;

        void keep(Supplier<Answer> make) {
            Answer answer = null;
            try {
                answer = make.get();
            } catch (RuntimeException e) {
                failure = e;
            } finally {
                complete(answer);
            }
        }

        @Override
        public Answer get() {
            Answer answer = join();
            if (answer == null) {
                throw failure == null ? new IllegalStateException("The answer could not be made") : failure;
            }
            return answer;
        }
    }

    /** Returns an answer of this JSON. */
    public Answer of(String json) {
        return of(json, Map.of());
    }

    /** Returns an answer of this JSON with further headers. */
    public Answer of(String json, Map<String, String> headers) {
        return new Answer(json, MediaType.APPLICATION_JSON, headers, cacheControl);
    }

    /** Returns an answer of plain text. */
    public Answer ofText(String text) {
        return new Answer(text, "text/plain; charset=utf-8", Map.of(), cacheControl);
    }

    /**
     * Forgets everything.
     *
     * <p>A new cache, because an answer that is being read from the old catalogue right now would enter an emptied one.
     */
    void clear() {
        answers = newCache();
    }
}
