package atelier.perf.result;

import java.util.SortedMap;

/**
 * What became of an access log's lines.
 *
 * @param lines all lines of the log
 * @param replayed lines that were sent
 * @param leftOut how many were not, by reason
 */
public record ReplayFigures(long lines, long replayed, SortedMap<String, Long> leftOut) {}
