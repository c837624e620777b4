package atelier.operations.dashboard;

import java.util.Map;

/**
 * What happened between two looks at the counters.
 *
 * @param time when it ended, in milliseconds since 1970
 * @param requests those that were answered in it, without the series that had none
 * @param node what else the node said at its end, or did in it
 */
record Sample(long time, double seconds, Map<Series, Durations> requests, Map<String, Double> node) {}
