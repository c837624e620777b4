package atelier.perf.result;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one run found out; the content of its {@code result.json}.
 *
 * @param id the name of the run's folder in {@code reports/}, as Gatling calls it: {@code ateliersimulation-20261122164114901}
 * @param startedAt the start of the run, ISO 8601 in UTC
 * @param attempt 1, or 2 for the rerun that follows a FAIL
 * @param commit the commit that was checked out, {@code unknown} outside of a git repository, with {@code +} behind it when files
 *     were changed
 * @param settings every setting of the run with the value that was used, in the order of the documentation
 * @param fingerprint what has to be the same for two runs to be comparable
 * @param interrupted whether the run was stopped before its end; its figures are those up to then
 * @param seconds length of the measured window
 * @param targetRate requests per second that were to be started in the measured window, on average
 * @param achievedRate requests per second that were started in it, on average
 * @param lateness how much later than planned requests were sent; the generator's own fault, never the service's
 * @param overall figures over all routes
 * @param routes figures by route, {@code GET /products/:id}
 * @param series the measured window second by second
 * @param levels the steps of a staircase; empty for other profiles
 * @param comparison the run beside its baseline; null if there was none to compare with
 * @param server what the service's own metrics say of the measured window, by node; empty without {@code -Dadmin}
 * @param replay what became of the access log's lines; null for other profiles
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
