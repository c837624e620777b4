package atelier.perf.verdict;

import org.jspecify.annotations.Nullable;

/**
 * How a run came to its end.
 *
 * @param plannedSeconds how long it was to measure
 * @param seconds how long it did
 * @param interrupted why somebody ended it early; null if nobody did
 * @param fellBehind how the service fell too far behind to go on; null if it did not
 * @param logComplete whether the log has everything that was measured
 */
public record RunEnd(
        double plannedSeconds,
        double seconds,
        @Nullable String interrupted,
        @Nullable String fellBehind,
        boolean logComplete) {}
