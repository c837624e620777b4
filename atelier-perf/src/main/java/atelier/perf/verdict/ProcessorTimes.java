package atelier.perf.verdict;

import atelier.perf.result.Comparison;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which processor times of a run can be compared with those of its baseline. A time that contains the JVM's compilers is not compared
 * with one that does not: the difference may be half of it, and would be a false alarm.
 *
 * @param baseline the earlier runs
 * @param attempts the figures of the run, and of its repetition if there was one
 */
record ProcessorTimes(Baseline baseline, List<SortedMap<String, Double>> attempts) {
    /** Names of the same time, measured in different ways. */
    private static final List<List<String>> TIMES =
            List.of(List.of(Comparison.PROCESSOR, Comparison.PROCESSOR_WITH_COMPILERS), List.of(Comparison.DATABASE));

    /** Tells whether the baseline has a time, and each attempt. */
    boolean comparable(String name) {
        return baseline.typical(name).length > 0 && attempts.stream().allMatch(attempt -> attempt.containsKey(name));
    }

    /**
     * Returns the times of the baseline that this run lacks, each with the reason why they are not compared. A baseline that was recorded
     * without access to the admin ports has no times, and so there is no reason.
     */
    SortedMap<String, String> notComparable() {
        SortedMap<String, String> reasons = new TreeMap<>();
        for (List<String> names : TIMES) {
            Optional<String> recorded = names.stream()
                    .filter(name -> baseline.typical(name).length > 0)
                    .findFirst();
            if (recorded.isPresent() && names.stream().noneMatch(this::comparable)) {
                reasons.put(recorded.get(), "not comparable: " + reason(recorded.get()));
            }
        }
        return reasons;
    }

    private String reason(String recorded) {
        if (recorded.equals(Comparison.PROCESSOR) && has(Comparison.PROCESSOR_WITH_COMPILERS)) {
            return "this run's contains the time of the JVM's compilers, which is unknown; the baseline's does not";
        }
        if (recorded.equals(Comparison.PROCESSOR_WITH_COMPILERS) && has(Comparison.PROCESSOR)) {
            return "the baseline's contains the time of the JVM's compilers; this run's does not";
        }
        return "it is unknown in this run, or in one of its attempts; the metrics of the nodes in summary.md say why";
    }

    private boolean has(String name) {
        return attempts.stream().anyMatch(attempt -> attempt.containsKey(name));
    }
}
