package atelier.perf.verdict;

import atelier.perf.result.Check;
import atelier.perf.result.Comparison;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of a run with its baseline.
 *
 * @param comparison null without a baseline
 * @param checks one per route; a single INCONCLUSIVE check if no route could be compared
 */
public record Judgement(@Nullable Comparison comparison, List<Check> checks) {}
