package atelier.perf.replay;

import atelier.perf.traffic.Route;
import org.jspecify.annotations.Nullable;

/** A parsed line of an access log. Times are microseconds since 1970. */
sealed interface LogLine {

    /** A line that can be replayed. */
    record Request(
            long arrivalMicros,
            long endMicros,
            String method,
            Route route,
            String target,
            int status,
            @Nullable String ifNoneMatch)
            implements LogLine {}

    /** A line that cannot be replayed. The number of different reasons is small for any log. */
    record LeftOut(String reason) implements LogLine {}
}
