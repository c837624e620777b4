package atelier.perf.replay;

import atelier.perf.traffic.Route;
import org.jspecify.annotations.Nullable;

/** What a line of an access log says. Times are microseconds since 1970. */
sealed interface LogLine {

    /** A line that can be sent again. */
    record Request(
            long arrivalMicros,
            long endMicros,
            String method,
            Route route,
            String target,
            int status,
            @Nullable String ifNoneMatch)
            implements LogLine {}

    /** A line that cannot. The reasons that exist are few, whatever the log holds. */
    record LeftOut(String reason) implements LogLine {}
}
