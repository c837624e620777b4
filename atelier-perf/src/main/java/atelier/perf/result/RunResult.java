package atelier.perf.result;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * All results of a run, the content of its {@code result.json}.
 *
 * @param id the name of the run's folder in {@code reports/}, as Gatling calls it: {@code ateliersimulation-20261122164114901}
 * @param startedAt the start of the run, ISO 8601 in UTC
 * @param attempt 1, or 2 for the repetition after a FAIL
 * @param commit the checked-out commit, followed by {@code +} if files were changed; {@code unknown} outside of a git repository
 * @param settings every setting with its value, in the order of the documentation
 * @param fingerprint the conditions that two comparable runs share
 * @param interrupted whether the run was stopped early; its figures then cover the time until then
 * @param seconds length of the measured window
 * @param targetRate planned requests per second in the measured window, on average
 * @param achievedRate sent requests per second in it, on average
 * @param lateness the load generator's own delay in sending requests
 * @param overall figures over all routes
 * @param routes figures by route, {@code GET /products/:id}
 * @param series the measured window second by second
 * @param levels the steps of a staircase; empty for other profiles
 * @param comparison the comparison with the baseline; null without one
 * @param server the service's own metrics for the measured window, by node; empty without {@code -Dadmin}
 * @param replay the lines of the replayed access log; null for other profiles
 */
public record RunResult(
        String id,
        String startedAt,
        String profile,
        int attempt,
        String commit,
        Map<String, String> settings,
        Fingerprint fingerprint,
        Verdict verdict,
        List<Check> checks,
        boolean interrupted,
        double seconds,
        double targetRate,
        double achievedRate,
        Lateness lateness,
        Figures overall,
        SortedMap<String, Figures> routes,
        Series series,
        List<Level> levels,
        @Nullable Comparison comparison,
        List<ServerFigures> server,
        @Nullable ReplayFigures replay) {}
