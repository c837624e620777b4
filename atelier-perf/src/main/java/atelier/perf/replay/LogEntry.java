package atelier.perf.replay;

import atelier.perf.traffic.Route;
import org.jspecify.annotations.Nullable;

/**
 * A request to replay.
 *
 * @param offsetMicros its arrival, since {@link LogSummary#start()}; never less than the previous entry's
 * @param method {@code GET} or {@code HEAD}, or {@code PUT} for a vote
 * @param target path and query, safe after any {@code http://host}
 * @param status the logged status: 200, 204, 304, 400, 404 or 422
 * @param ifNoneMatch the header of a conditional request
 */
public record LogEntry(
        long offsetMicros,
        String method,
        Route route,
        String target,
        int status,
        @Nullable String ifNoneMatch) {

    /** Returns when the request is due, in microseconds since the start of a replay at {@code speed}. */
    public long dueMicros(double speed) {
        return Math.round(offsetMicros / speed);
    }
}
