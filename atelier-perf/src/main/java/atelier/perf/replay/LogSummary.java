package atelier.perf.replay;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;

/**
 * What the first reading of an access log found. {@code replayable} and all of {@code leftOut} add up to {@code lines}.
 *
 * @param lines all lines but empty ones
 * @param replayable lines that can be sent again
 * @param leftOut how many cannot, by reason
 * @param firstLines the number of the first line left out for each reason
 * @param first when the first request that can be sent again arrived
 * @param last when the last one did
 * @param disorder how long at most a request's line was behind: its own duration, and that of nginx's log buffers
 */
public record LogSummary(
        long lines,
        long replayable,
        SortedMap<String, Long> leftOut,
        SortedMap<String, Long> firstLines,
        Instant first,
        Instant last,
        Duration disorder,
        Arrivals arrivals) {

    /** Where a replay's time begins: the whole second in which the first request arrived. */
    public Instant start() {
        return first.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Requests per second from the first to the last arrival; a log of less than a second counts as one second. */
    public double meanRate() {
        return replayable / Math.max(1, Duration.between(first, last).toNanos() / 1e9);
    }

    /** Returns the speed at which a replay has a wanted mean rate, in requests per second. */
    public double speedFor(double rate) {
        return rate / meanRate();
    }
}
