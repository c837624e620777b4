package atelier.write.shopper;

import atelier.write.AttemptBucket;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/** How many writes one client may send: a number at once, and a rate after that. */
final class AddressLimit {
    private static final int MOST_ADDRESSES = 100_000;
    private static final Duration FORGET_AFTER = Duration.ofMinutes(10);

    private final ShopperSettings settings;
    private final Ticker clock;
    private final Cache<String, AttemptBucket> clients;

    AddressLimit(ShopperSettings settings, Ticker clock) {
        this.settings = settings;
        this.clock = clock;
        this.clients = Caffeine.newBuilder()
                .maximumSize(MOST_ADDRESSES)
                .expireAfterAccess(FORGET_AFTER)
                .ticker(clock)
                .build();
    }

    /** Counts a write. Returns the seconds that the client should wait; 0 if the write may go on. */
    long take(String client) {
        if (settings.rate() == 0) {
            return 0;
        }
        AttemptBucket bucket =
                clients.get(client, unknown -> new AttemptBucket(settings.burst(), settings.rate(), clock.read()));
        synchronized (bucket) {
            long wait = bucket.secondsToWait(clock.read());
            if (wait == 0) {
                bucket.spend();
            }
            return wait;
        }
    }
}
