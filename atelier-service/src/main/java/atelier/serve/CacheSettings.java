package atelier.serve;

import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * How long and where responses are cached.
 *
 * @param size memory for cached responses on this node; {@code 0B} caches none
 * @param maxAge how long browsers and proxies use a response without revalidation; null means one second, or no time at all if
 *     products can be edited
 * @param staleAge how long after {@code maxAge} they may use it while they revalidate
 */
public record CacheSettings(
        @NotNull DataSize size,
        @Nullable Duration maxAge,
        @NotNull Duration staleAge) {

    /** Returns these settings with a {@code maxAge}. */
    public CacheSettings forEdits(boolean allowed) {
        return maxAge == null ? new CacheSettings(size, Duration.seconds(allowed ? 0 : 1), staleAge) : this;
    }

    /** Returns whether every use of a cached response needs a revalidation. */
    boolean isRevalidatedEachTime() {
        return maxAge != null && maxAge.toSeconds() == 0;
    }

    /** Returns the value of {@code Cache-Control} (RFC 9111, RFC 5861). */
    String cacheControl() {
        if (maxAge == null) {
            throw new IllegalStateException("Call forEdits first");
        }
        return isRevalidatedEachTime()
                ? "public, no-cache"
                : "public, max-age=%s, stale-while-revalidate=%s".formatted(maxAge.toSeconds(), staleAge.toSeconds());
    }
}
