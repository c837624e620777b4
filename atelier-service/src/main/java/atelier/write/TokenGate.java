package atelier.write;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who has a token, and lets nobody try tokens quickly: an address may be wrong ten times and then once a second, all
 * addresses together a hundred times and then ten times a second. Whoever is to wait is not listened to meanwhile, right or wrong.
 */
public final class TokenGate {
    private static final Pattern BEARER = Pattern.compile("(?i:bearer) +(\\S+) *");

    private static final int MOST_ADDRESSES = 10_000;
    private static final Duration FORGET_AFTER = Duration.ofMinutes(10);

    private final Tokens tokens;
    private final Ticker clock;
    private final Cache<String, Guesses> addresses;
    private final Guesses all;

    public TokenGate(Tokens tokens, Ticker clock) {
        this.tokens = tokens;
        this.clock = clock;
        this.all = new Guesses(100, 10, clock.read());
        this.addresses = Caffeine.newBuilder()
                .maximumSize(MOST_ADDRESSES)
                .expireAfterAccess(FORGET_AFTER)
                .ticker(clock)
                .build();
    }

    /** Judges a request by its {@code Authorization}; one at a time, so that no two share the last guess. */
    synchronized Admission judge(String address, @Nullable String authorization) {
        Matcher bearer = BEARER.matcher(authorization == null ? "" : authorization);
        if (!bearer.matches()) {
            return Admission.REFUSED;
        }
        long now = clock.read();
        Guesses own = addresses.get(address, unknown -> new Guesses(10, 1, now));
        long wait = Math.max(own.secondsToWait(now), all.secondsToWait(now));
        if (wait > 0) {
            return new Admission("", wait);
        }
        Optional<String> owner = tokens.owner(bearer.group(1));
        if (owner.isEmpty()) {
            own.spend();
            all.spend();
        }
        return owner.map(name -> new Admission(name, 0)).orElse(Admission.REFUSED);
    }
}
