package atelier.serve;

import atelier.cli.OperatorException;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import jakarta.validation.constraints.AssertTrue;
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

    /** The part of the heap that cached responses may fill. The rest is for requests, responses and the service itself. */
    private static final double LARGEST_PART = 0.75;

    @AssertTrue(message = "CACHE_MAX_AGE must be whole seconds, such as 5s")
    public boolean isMaxAgeWhole() {
        return maxAge == null || isWhole(maxAge);
    }

    @AssertTrue(message = "CACHE_STALE_AGE must be whole seconds, such as 5s")
    public boolean isStaleAgeWhole() {
        return isWhole(staleAge);
    }

    private static boolean isWhole(Duration age) {
        return age.toNanoseconds() == Duration.seconds(age.toSeconds()).toNanoseconds();
    }

    /**
     * Checks that the cache fits into memory.
     *
     * @param heap the largest heap of this JVM in bytes
     * @throws OperatorException if it would fill more than three quarters
     */
    public void requireRoom(long heap) {
        long most = (long) (heap * LARGEST_PART) >> 20;
        if (size.toMebibytes() > most) {
            throw new OperatorException(
                    "CACHE_SIZE must be at most " + most + "MiB, three quarters of this JVM's heap, but is "
                            + size + ": lower it, or start java with a larger heap, such as -Xmx"
                            + (size.toMebibytes() * 4 / 3 + 1) + "m.");
        }
    }

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
        String fresh = pageCacheControl();
        return isRevalidatedEachTime() ? fresh : fresh + ", stale-while-revalidate=" + staleAge.toSeconds();
    }

    /**
     * Returns the value of {@code Cache-Control} for pages and their scripts and style sheets. With {@code stale-while-revalidate} a new
     * page could run old scripts, and Chromium takes the 304 of a style sheet for the style sheet now and then: it revalidates it twice at
     * the same time, and refuses it because a 304 has no {@code Content-Type}.
     */
    String pageCacheControl() {
        if (maxAge == null) {
            throw new IllegalStateException("Call forEdits first");
        }
        return isRevalidatedEachTime() ? "public, no-cache" : "public, max-age=" + maxAge.toSeconds();
    }
}
