package atelier.logging;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Logs at most one line a second and counts the events in between. A failing database produces one event per request; a line for each
 * would slow the node down and hide everything else.
 */
public final class RateLimitedLog {
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

    private final Ticker clock;
    private final AtomicLong nextLine;
    private final AtomicLong suppressed = new AtomicLong();

    public RateLimitedLog() {
        this(Ticker.systemTicker());
    }

    RateLimitedLog(Ticker clock) {
        this.clock = clock;
        this.nextLine = new AtomicLong(clock.read());
    }

    /**
     * Records an event.
     *
     * @param line writes the event's line if a line is due; its argument is the number of events without a line since the last line
     */
    public void log(LongConsumer line) {
        long now = clock.read();
        long next = nextLine.get();
        if (now - next >= 0 && nextLine.compareAndSet(next, now + INTERVAL)) {
            line.accept(suppressed.getAndSet(0));
        } else {
            suppressed.incrementAndGet();
        }
    }
}
