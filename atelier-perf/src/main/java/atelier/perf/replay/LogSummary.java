package atelier.perf.replay;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;

/**
 * The result of an access log's scan. {@code replayable} and all of {@code leftOut} add up to {@code lines}.
 *
 * @param lines the number of lines that are not empty
 * @param replayable the number of lines that can be replayed
 * @param leftOut the number of other lines, by reason
 * @param firstLines the number of the first line left out for each reason
 * @param first the arrival of the first replayable request
 * @param last the arrival of the last one
 * @param disorder how late a request's line was at most: its own duration and nginx's buffering
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

    /** Returns the start of a replay's time: the second in which the first request arrived. */
    public Instant start() {
        return first.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Returns the requests per second from the first to the last arrival; a shorter log counts as one second. */
    public double meanRate() {
        return replayable / Math.max(1, Duration.between(first, last).toNanos() / 1e9);
    }

    /** Returns the speed at which a replay has a mean rate of requests per second. */
    public double speedFor(double rate) {
        return rate / meanRate();
    }
}
