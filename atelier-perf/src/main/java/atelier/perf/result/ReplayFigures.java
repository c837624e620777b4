package atelier.perf.result;

import java.util.SortedMap;

/**
 * The lines of a replayed access log.
 *
 * @param lines the number of lines
 * @param replayed the number of lines that were sent as requests
 * @param leftOut the number of other lines, by reason
 */
public record ReplayFigures(long lines, long replayed, SortedMap<String, Long> leftOut) {}
