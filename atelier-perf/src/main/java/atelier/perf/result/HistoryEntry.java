package atelier.perf.result;

import java.util.SortedMap;

/**
 * One line of {@code history.jsonl}: the part of a run that the trend needs.
 *
 * @param cpuMicros the nodes' processor time per request, in microseconds; 0 if it is unknown
 */
public record HistoryEntry(
        String id,
        String startedAt,
        String profile,
        int attempt,
        String commit,
        Fingerprint fingerprint,
        Verdict verdict,
        boolean interrupted,
        double seconds,
        double targetRate,
        double achievedRate,
        SortedMap<String, Figures> routes,
        Figures overall,
        double cpuMicros) {

    public static HistoryEntry of(RunResult run) {
        return new HistoryEntry(
                run.id(),
                run.startedAt(),
                run.profile(),
                run.attempt(),
                run.commit(),
                run.fingerprint(),
                run.verdict(),
                run.interrupted(),
                run.seconds(),
                run.targetRate(),
                run.achievedRate(),
                run.routes(),
                run.overall(),
                ServerFigures.microsPerRequest(run.server()));
    }
}
