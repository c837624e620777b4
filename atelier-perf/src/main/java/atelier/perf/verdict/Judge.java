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

/** Checks a run: first whether it was the requested run, then whether the absolute limits hold. */
public final class Judge {
    /** The largest difference between the achieved and the planned rate, as a share. */
    static final double RATE_TOLERANCE = 0.02;
    /** The largest lateness of the load generator, in milliseconds at the 99th percentile. A later run says nothing about the service. */
    public static final double LATENESS_LIMIT = 25;

    private final List<Check> checks = new ArrayList<>();

    /** Returns the checks so far, in order. */
    public List<Check> checks() {
        return List.copyOf(checks);
    }

    /** Returns the verdict of some checks. Wrong responses fail even an invalid run; otherwise an invalid run is inconclusive. */
    public static Verdict verdict(List<Check> checks) {
        if (checks.stream().anyMatch(check -> check.gate() == Gate.RESPONSES && check.verdict() == Verdict.FAIL)) {
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
     * Checks whether the run lasted to its end.
     *
     * @param stop why it ended early; null if it did not
     * @param seconds the planned length
     */
    public Judge end(Phase.@Nullable Stop stop, double seconds) {
        if (stop == null) {
            return add(Gate.VALIDITY, "ran to its end", Verdict.PASS, text("%.0f s", seconds));
        }
        String when = text("after %.0f s of %.0f s", stop.second(), seconds);
        return stop.fellBehind()
                ? add(
                        Gate.RESPONSES,
                        "the service keeps up",
                        Verdict.FAIL,
                        stop.reason() + " " + when + "; the run was stopped")
                : add(Gate.VALIDITY, "ran to its end", Verdict.INCONCLUSIVE, stop.reason() + " " + when);
    }

    /**
     * Checks whether the log is complete and the simulation had no errors.
     *
     * @param stop why the run ended early; null if it did not. The log of such a run lacks the ends of waiting visitors, so it is not
     *     checked for completeness
     */
    public Judge log(Measurement measurement, Phase.@Nullable Stop stop) {
        // In a stopped run, visitors that still waited have no end in the log.
        if (!measurement.complete() && stop == null) {
            add(
                    Gate.VALIDITY,
                    "log is complete",
                    Verdict.INCONCLUSIVE,
                    "simulation.log is incomplete; the figures cover the requests in it");
        }
        measurement
                .simulationErrors()
                .forEach((message, count) -> add(
                        Gate.VALIDITY,
                        "simulation without errors",
                        Verdict.INCONCLUSIVE,
                        text("%s (%,d times)", message, count)));
        return this;
    }

    /** Checks whether the load was the planned one. */
    public Judge load(double targetRate, double achievedRate, Lateness lateness) {
        boolean kept = Math.abs(achievedRate - targetRate) <= RATE_TOLERANCE * targetRate;
        add(
                Gate.VALIDITY,
                "rate was achieved",
                kept ? Verdict.PASS : Verdict.INCONCLUSIVE,
                text(
                        "%,.1f of %,.1f requests/s; the tolerance is %.0f %%",
                        achievedRate, targetRate, RATE_TOLERANCE * 100));
        return lateness(lateness);
    }

    /** Checks whether requests were sent when they were due. */
    public Judge lateness(Lateness lateness) {
        boolean punctual = lateness.p99() <= LATENESS_LIMIT;
        add(
                Gate.VALIDITY,
                "requests were sent on time",
                punctual ? Verdict.PASS : Verdict.INCONCLUSIVE,
                text(
                        "p99 %.1f ms late; the limit is %.0f ms%s",
                        lateness.p99(),
                        LATENESS_LIMIT,
                        punctual
                                ? ""
                                : ": this machine is too slow or too busy to send this load, so the run says nothing about the service"));
        return this;
    }

    /** Checks the limits of the objectives. */
    public Judge objectives(Objectives objectives, double targetRate, Figures overall, Map<String, Figures> routes) {
        checks.addAll(Limits.checks(objectives, targetRate, overall, routes));
        return this;
    }

    /** Adds a check. */
    public Judge add(Gate gate, String name, Verdict verdict, String detail) {
        return add(new Check(gate, name, verdict, detail));
    }

    /** Adds a check. */
    public Judge add(Check check) {
        checks.add(check);
        return this;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
