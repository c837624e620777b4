package atelier.serve;

import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * What may be kept of finished answers, and for how long.
 *
 * @param size the memory that finished answers may take on this node; {@code 0B} keeps none
 * @param maxAge how long browsers and proxies may use an answer without asking again; if null a second, or not at all where the
 *     catalogue can be changed
 * @param staleAge how long after that they may still use it while they ask, unless they have to ask each time
 */
public record CacheSettings(
        @NotNull DataSize size,
        @Nullable Duration maxAge,
        @NotNull Duration staleAge) {
    /** A page holds products that are asked for one by one as well, and is asked for seldom. */
    private static final int SHARE_OF_PAGES = 8;

    /** Returns the memory for the pages of the list. */
    public DataSize pages() {
        return DataSize.bytes(size.toBytes() / SHARE_OF_PAGES);
    }

    /** Returns the memory for single products. */
    public DataSize documents() {
        return DataSize.bytes(size.toBytes() - pages().toBytes());
    }

    /** Returns these settings for a catalogue that can be changed or only replaced, with an age in either case. */
    public CacheSettings forChanges(boolean possible) {
        return maxAge == null ? new CacheSettings(size, Duration.seconds(possible ? 0 : 1), staleAge) : this;
    }

    /** Tells whether nobody may use an answer without having asked whether it is still the same. */
    boolean isAskedEachTime() {
        return maxAge != null && maxAge.toSeconds() == 0;
    }

    /** Returns what answers say about it (RFC 9111, RFC 5861). */
    String cacheControl() {
        if (maxAge == null) {
            throw new IllegalStateException("Whether the catalogue can be changed is to be told first");
        }
        return isAskedEachTime()
                ? "public, no-cache"
                : "public, max-age=%d, stale-while-revalidate=%d".formatted(maxAge.toSeconds(), staleAge.toSeconds());
    }
}
