package atelier.cache;

import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import jakarta.validation.constraints.NotNull;

/**
 * What may be kept of finished answers, and for how long.
 *
 * @param size the memory that finished answers may take on this node; {@code 0B} keeps none
 * @param maxAge how long browsers and proxies may use an answer without asking again
 * @param staleAge how long after that they may still use it while they ask
 */
public record CacheSettings(
        @NotNull DataSize size,
        @NotNull Duration maxAge,
        @NotNull Duration staleAge) {
    /** Returns what answers say about it (RFC 9111, RFC 5861). */
    String cacheControl() {
        return "public, max-age=%d, stale-while-revalidate=%d".formatted(maxAge.toSeconds(), staleAge.toSeconds());
    }
}
