package atelier.perf.verdict;

import atelier.perf.measure.Measurement;
import atelier.perf.result.Check;
import atelier.perf.result.Check.Gate;
import atelier.perf.result.Figures;
import atelier.perf.result.Lateness;
import atelier.perf.result.Objectives;
import atelier.perf.result.Verdict;
import atelier.perf.schedule.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks a run its questions: first whether it was the run that was asked for, then whether the absolute limits hold. */
public final class Judge {
    /** How far the achieved rate may be from the target, as a share of it. */
    static final double RATE_TOLERANCE = 0.02;
    /** Above this the generator itself was too slow to say anything about the service, in milliseconds at the 99th percentile. */
    public static final double LATENESS_LIMIT = 25;

    private final List<Check> checks = new ArrayList<>();

    /** The checks so far, in the order in which they were made. */
    public List<Check> checks() {
        return List.copyOf(checks);
    }

    /** What the checks come to. Wrong answers are wrong however they were asked for; about the rest an invalid run cannot tell. */
    public static Verdict verdict(List<Check> checks) {
        if (checks.stream().anyMatch(check -> check.gate() == Gate.ANSWERS && check.verdict() == Verdict.FAIL)) {
            return Verdict.FAIL;
        }
        for (Verdict verdict : List.of(Verdict.INCONCLUSIVE, Verdict.FAIL)) {
            if (checks.stream().anyMatch(check -> check.verdict() == verdict)) {
                return verdict;
            }
        }
        return Verdict.PASS;
    }

    /**
     * Whether the run came to its end.
     *
     * @param stop why it ended early; null if it did not
     * @param seconds how long it was to be
     */
    public Judge end(Phase.@Nullable Stop stop, double seconds) {
        if (stop == null) {
            return add(Gate.VALIDITY, "ran to its end", Verdict.PASS, text("%.0f s", seconds));
        }
        String when = text("after %.0f s of %.0f s", stop.second(), seconds);
        return stop.fellBehind()
                ? add(
                        Gate.ANSWERS,
                        "the service keeps up",
                        Verdict.FAIL,
                        stop.reason() + " " + when + "; the run was ended")
                : add(Gate.VALIDITY, "ran to its end", Verdict.INCONCLUSIVE, stop.reason() + " " + when);
    }

    /**
     * Whether the log has everything, and nothing went wrong in the simulation itself.
     *
     * @param stop why the run ended early; null if it did not. Gatling then leaves visitors who wait for their time without an end in
     *     the log; what lacks in it besides makes a run that fell behind only worse, and can not make it pass
     */
    public Judge log(Measurement measurement, Phase.@Nullable Stop stop) {
        // Visitors that still waited when a run was ended have no end in the log.
        if (!measurement.complete() && stop == null) {
            add(
                    Gate.VALIDITY,
                    "log is complete",
                    Verdict.INCONCLUSIVE,
                    "simulation.log breaks off; the figures are those of the requests that are in it");
        }
        measurement
                .simulationErrors()
                .forEach((message, count) -> add(
                        Gate.VALIDITY,
                        "simulation works",
                        Verdict.INCONCLUSIVE,
                        text("%s (%,d times)", message, count)));
        return this;
    }

    /** Whether the load was the one that was asked for. */
    public Judge load(double targetRate, double achievedRate, Lateness lateness) {
        boolean kept = Math.abs(achievedRate - targetRate) <= RATE_TOLERANCE * targetRate;
        add(
                Gate.VALIDITY,
                "rate was kept",
                kept ? Verdict.PASS : Verdict.INCONCLUSIVE,
                text(
                        "%,.1f of %,.1f requests/s; %.0f %% may be missing",
                        achievedRate, targetRate, RATE_TOLERANCE * 100));
        return lateness(lateness);
    }

    /** Whether requests were sent when they were due. */
    public Judge lateness(Lateness lateness) {
        boolean punctual = lateness.p99() <= LATENESS_LIMIT;
        add(
                Gate.VALIDITY,
                "requests were sent on time",
                punctual ? Verdict.PASS : Verdict.INCONCLUSIVE,
                text(
                        "p99 %.1f ms late, allowed are %.0f ms%s",
                        lateness.p99(),
                        LATENESS_LIMIT,
                        punctual
                                ? ""
                                : ": this machine is too slow or too busy to make this load, which says nothing about the service"));
        return this;
    }

    /** Whether the limits of the objectives hold. */
    public Judge objectives(Objectives objectives, double targetRate, Figures overall, Map<String, Figures> routes) {
        checks.addAll(Limits.checks(objectives, targetRate, overall, routes));
        return this;
    }

    /** Adds a check of the caller's own. */
    public Judge add(Gate gate, String name, Verdict verdict, String detail) {
        return add(new Check(gate, name, verdict, detail));
    }

    /** Adds a check that was made elsewhere. */
    public Judge add(Check check) {
        checks.add(check);
        return this;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
