package atelier.perf.replay;

import atelier.perf.traffic.Route;
import org.jspecify.annotations.Nullable;

/**
 * A request to be sent again.
 *
 * @param offsetMicros its arrival, since {@link LogSummary#start()}; never less than that of the entry before it
 * @param method {@code GET} or {@code HEAD}
 * @param target path and query, safe behind any {@code http://host}
 * @param status how the original was answered: 200, 304, 400 or 404
 * @param ifNoneMatch the header that a conditional request had
 */
public record LogEntry(
        long offsetMicros,
        String method,
        Route route,
        String target,
        int status,
        @Nullable String ifNoneMatch) {

    /** When it is to be sent, in microseconds since the start of a replay that is {@code speed} times as fast as the log. */
    public long dueMicros(double speed) {
        return Math.round(offsetMicros / speed);
    }
}
