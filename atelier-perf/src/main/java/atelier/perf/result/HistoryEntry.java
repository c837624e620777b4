package atelier.perf.result;

import java.util.SortedMap;

/**
 * One line of {@code history.jsonl}: the part of a run that the trend needs.
 *
 * @param requestMicros the nodes' processor time per request without that of the JVM's compilers, in microseconds; 0 if it is unknown
 * @param requestMicrosWithCompilers the same with the compilers' time; 0 if that is known and left out. The two are never one line of the
 *     trend: the compilers' time would look like a change of the service.
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
        double requestMicros,
        double requestMicrosWithCompilers) {

    public static HistoryEntry of(RunResult run) {
        double micros = ServerFigures.microsPerRequest(run.server());
        boolean withCompilers = ServerFigures.processorSeries(run.server()).equals(Comparison.PROCESSOR_WITH_COMPILERS);
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
                withCompilers ? 0 : micros,
                withCompilers ? micros : 0);
    }
}
