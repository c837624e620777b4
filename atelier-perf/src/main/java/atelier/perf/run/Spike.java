package atelier.perf.run;

import atelier.perf.measure.Measurement;
import atelier.perf.result.Check.Gate;
import atelier.perf.result.Figures;
import atelier.perf.result.Milliseconds;
import atelier.perf.result.Objectives;
import atelier.perf.result.Verdict;
import atelier.perf.schedule.LoadCurve.Stretch;
import atelier.perf.schedule.Phase;
import atelier.perf.verdict.Judge;
import java.util.List;
import java.util.Locale;

/**
 * The spike of a stress run, in seconds from the start. The time before the spike and the time after the recovery are judged. The spike
 * itself is only reported.
 *
 * @param begins the first second of the spike
 * @param ends the first second after it
 * @param rate requests per second outside the spike
 */
record Spike(int begins, int ends, double rate) {
    private static final int RECOVERY_SECONDS = 5;

    static Spike of(List<Stretch> stretches) {
        int before = (int) stretches.get(0).duration().toSeconds();
        int length = (int) stretches.get(1).duration().toSeconds();
        return new Spike(before, before + length, stretches.get(0).rate());
    }

    /** Tells whether a second is judged: one before the spike, or after the recovery from it. */
    boolean isCalm(int second) {
        return second < begins || second >= ends + RECOVERY_SECONDS;
    }

    void judge(Judge judge, Phase phase, Objectives objectives) {
        int recovered = ends + RECOVERY_SECONDS;
        Measurement calm = phase.measurement(this::isCalm);
        judge.end(phase.stopped(), phase.plan().seconds());
        judge.load(rate, calm.sentRate(), phase.lateness(0, begins), phase.latenessByShare(0, begins));
        judge.lateness(
                phase.lateness(recovered, Integer.MAX_VALUE), phase.latenessByShare(recovered, Integer.MAX_VALUE));
        judge.objectives(objectives, rate, calm.overall(), calm.routes());
        Figures peak = phase.measurement().between(begins, ends);
        judge.add(
                Gate.OBJECTIVE,
                "spike",
                Verdict.PASS,
                String.format(
                        Locale.ROOT,
                        "%,.0f requests/s for %d s, of which %,.1f %% failed; p50 %s, p99 %s; not judged",
                        peak.rate(),
                        ends - begins,
                        peak.errorShare() * 100,
                        Milliseconds.text(peak.p50()),
                        Milliseconds.text(peak.p99())));
    }
}
