package atelier.operations.dashboard;

import java.util.Map;

/**
 * The requests and metrics between two readings.
 *
 * @param time the time of the second reading, in milliseconds since 1970
 * @param requests the requests that ended in between
 * @param node the node's gauges at the end, and the growth of its counters
 */
record Sample(long time, double seconds, Map<Series, Durations> requests, Map<String, Double> node) {
    /** Requests that are counted together. */
    record Series(String route, String status) {}
}
