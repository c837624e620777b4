package atelier.write;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks tokens, and counts wrong tokens. A right token always passes, whatever its address or other addresses have sent before. Otherwise
 * anybody could lock out every writer with wrong tokens.
 *
 * <p>After many wrong tokens, further wrong tokens get 429 instead of 401. That slows down only clients that obey it; the length of the
 * tokens protects against guessing.
 */
final class TokenGate {
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +(\\S+) *");

    private static final int ADDRESS_ATTEMPTS = 10;
    private static final double ADDRESS_RATE = 1;
    private static final int TOTAL_ATTEMPTS = 100;
    private static final double TOTAL_RATE = 10;

    private static final int MOST_ADDRESSES = 10_000;
    private static final Duration FORGET_AFTER = Duration.ofMinutes(10);

    private final Tokens tokens;
    private final Ticker clock;
    private final Cache<String, AttemptBucket> addresses;
    private final AttemptBucket total;

    TokenGate(Tokens tokens, Ticker clock) {
        this.tokens = tokens;
        this.clock = clock;
        this.total = new AttemptBucket(TOTAL_ATTEMPTS, TOTAL_RATE, clock.read());
        this.addresses = Caffeine.newBuilder()
                .maximumSize(MOST_ADDRESSES)
                .expireAfterAccess(FORGET_AFTER)
                .ticker(clock)
                .build();
    }

    /** Returns the owner of the token in an {@code Authorization} header; empty for a missing or wrong token. Takes constant time. */
    Optional<String> owner(@Nullable String authorization) {
        return token(authorization).flatMap(tokens::owner);
    }

    /**
     * Counts a request that {@link #owner} has refused.
     *
     * @return the seconds that the client should wait, for a 429; 0 for a 401
     */
    synchronized long refuse(String address, @Nullable String authorization) {
        if (token(authorization).isEmpty()) {
            return 0;
        }
        long now = clock.read();
        AttemptBucket own = addresses.get(address, unknown -> new AttemptBucket(ADDRESS_ATTEMPTS, ADDRESS_RATE, now));
        long wait = Math.max(own.secondsToWait(now), total.secondsToWait(now));
        if (wait == 0) {
            own.spend();
            total.spend();
        }
        return wait;
    }

    /**
     * Counts a request that {@link #owner} has refused, and returns its response.
     *
     * @param what needs a token
     */
    ClientErrorException refusal(HttpServletRequest request, String what) {
        long seconds = refuse(request.getRemoteAddr(), request.getHeader(HttpHeaders.AUTHORIZATION));
        return seconds > 0
                ? new ClientErrorException(
                        "Too many wrong tokens; try again in " + seconds + " s",
                        Response.status(Response.Status.TOO_MANY_REQUESTS)
                                .header(HttpHeaders.RETRY_AFTER, seconds)
                                .build())
                : new NotAuthorizedException(
                        what + " needs a token: Authorization: Bearer …",
                        Response.status(Response.Status.UNAUTHORIZED)
                                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"atelier\"")
                                .build());
    }

    private static Optional<String> token(@Nullable String authorization) {
        Matcher bearer = BEARER.matcher(authorization == null ? "" : authorization);
        return bearer.matches() ? Optional.of(bearer.group(1)) : Optional.empty();
    }
}
