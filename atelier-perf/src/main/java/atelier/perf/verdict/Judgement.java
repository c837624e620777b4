package atelier.perf.verdict;

import atelier.perf.result.Check;
import atelier.perf.result.Comparison;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the baseline says of a run.
 *
 * @param comparison null if there is no baseline to compare with
 * @param checks one per route; a single one, INCONCLUSIVE, if no route could be compared
 */
public record Judgement(@Nullable Comparison comparison, List<Check> checks) {}
