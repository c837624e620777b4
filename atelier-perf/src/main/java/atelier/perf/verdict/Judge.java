package atelier.perf.verdict;

import atelier.perf.result.Check;
import atelier.perf.result.Check.Gate;
import atelier.perf.result.Figures;
import atelier.perf.result.Lateness;
import atelier.perf.result.Objectives;
import atelier.perf.result.Verdict;
import atelier.perf.schedule.Stop;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Checks a run: first whether it followed the plan, then whether the absolute limits hold. A run that did not follow the plan still fails
 * if the limits are broken beyond {@link Doubt}.
 */
public final class Judge {
    /** The largest difference between the achieved and the planned rate, as a share. */
    static final double RATE_TOLERANCE = 0.02;
    /**
     * The largest lateness of the load generator, in milliseconds at the 99th percentile. A larger lateness may have added to the
     * latencies.
     */
    public static final double LATENESS_LIMIT = 25;

    private static final String ON_TIME = "requests were sent on time";

    private final List<Check> checks = new ArrayList<>();
    private Doubt doubt = Doubt.NONE;
    private boolean fewAreEnough;

    /** Returns the checks so far, in order. */
    public List<Check> checks() {
        return List.copyOf(checks);
    }

    /**
     * Returns the verdict of some checks. A failed check fails the run, whatever else is true of it; only the comparison with a baseline
     * needs the same load. Processor time needs the same requests, but not at the same moments.
     */
    public static Verdict verdict(List<Check> checks) {
        if (checks.stream().anyMatch(check -> check.verdict() == Verdict.FAIL && counts(check, checks))) {
            return Verdict.FAIL;
        }
        return checks.stream().allMatch(check -> check.verdict() == Verdict.PASS) ? Verdict.PASS : Verdict.INCONCLUSIVE;
    }

    private static boolean counts(Check check, List<Check> checks) {
        return check.gate() != Gate.BASELINE
                || checks.stream()
                        .filter(other -> other.gate() == Gate.VALIDITY)
                        .filter(other -> !(BaselineGate.isOfProcessor(check)
                                && other.name().equals(ON_TIME)))
                        .allMatch(other -> other.verdict() == Verdict.PASS);
    }

    /** Tells whether the run followed the plan, as far as it was checked. */
    public boolean isValid() {
        return isValid(checks);
    }

    private static boolean isValid(List<Check> checks) {
        return checks.stream().allMatch(check -> check.gate() != Gate.VALIDITY || check.verdict() == Verdict.PASS);
    }

    /**
     * Checks whether the run lasted to its end.
     *
     * @param stop why it ended early; null if it did not
     * @param seconds the planned length
     */
    public Judge end(@Nullable Stop stop, double seconds) {
        if (stop == null) {
            return add(Gate.VALIDITY, "ran to its end", Verdict.PASS, text("%.0f s", seconds));
        }
        String detail = text("%s after %.0f s of %.0f s", stop.reason(), stop.second(), stop.planned());
        return switch (stop.cause()) {
            case INTERRUPTED -> add(Gate.VALIDITY, "ran to its end", Verdict.INCONCLUSIVE, detail);
            case FELL_BEHIND ->
                add(Gate.RESPONSES, "the service keeps up", Verdict.FAIL, detail + "; the run was stopped");
            case ERRORS -> add(Gate.RESPONSES, "the service responds", Verdict.FAIL, detail + "; the run was stopped");
        };
    }

    /**
     * Checks whether each visit has ended.
     *
     * @param pending the visits that had not
     * @param stop why the run ended early; null if it did not. Then nobody waits for the last visits
     */
    public Judge visits(int pending, @Nullable Stop stop) {
        if (pending > 0 && stop == null) {
            add(
                    Gate.VALIDITY,
                    "each visit ended",
                    Verdict.INCONCLUSIVE,
                    text("%,d visits did not end; the figures lack their last requests", pending));
        }
        return this;
    }

    /**
     * Checks whether the load followed the plan.
     *
     * @param sentRate the requests per second of the visits in the measured window
     * @param latenessByShare see {@link #lateness}
     */
    public Judge load(double targetRate, double sentRate, Lateness lateness, DoubleUnaryOperator latenessByShare) {
        boolean kept = Math.abs(sentRate - targetRate) <= RATE_TOLERANCE * targetRate;
        if (!kept) {
            doubt = doubt.rate(targetRate, sentRate);
        }
        add(
                Gate.VALIDITY,
                "rate was achieved",
                kept ? Verdict.PASS : Verdict.INCONCLUSIVE,
                text(
                        "%,.1f of %,.1f requests/s; the tolerance is %.0f %%",
                        sentRate, targetRate, RATE_TOLERANCE * 100));
        return lateness(lateness, latenessByShare);
    }

    /**
     * Checks whether requests were sent when they were due.
     *
     * @param byShare the milliseconds that a share of the visits did not exceed, for 0.5 the same as p50
     */
    public Judge lateness(Lateness lateness, DoubleUnaryOperator byShare) {
        boolean punctual = lateness.p99() <= LATENESS_LIMIT;
        doubt = doubt.late(lateness, byShare);
        add(
                Gate.VALIDITY,
                ON_TIME,
                punctual ? Verdict.PASS : Verdict.INCONCLUSIVE,
                text(
                        "p99 %.1f ms late; the limit is %.0f ms%s",
                        lateness.p99(),
                        LATENESS_LIMIT,
                        punctual
                                ? ""
                                : ": this machine is too slow or too busy to send this load, and may have added to the latencies"));
        return this;
    }

    /**
     * Makes the limits' checks lenient, as for a run of a few requests, whose load is not checked: a percentile fails only beyond doubt.
     *
     * @param byShare see {@link #lateness}
     */
    public Judge fewRequests(Lateness lateness, DoubleUnaryOperator byShare) {
        doubt = doubt.late(lateness, byShare);
        fewAreEnough = true;
        return this;
    }

    /** Checks the limits of the objectives. Call it last: the checks of the load say what the limits' checks must allow for. */
    public Judge objectives(Objectives objectives, double targetRate, Figures overall, Map<String, Figures> routes) {
        checks.addAll(Limits.checks(objectives, targetRate, overall, routes, doubt, fewAreEnough));
        return this;
    }

    /**
     * Checks whether the service keeps connections, if it has closed any. A client sends a request again if its connection is closed
     * without a response, so that it has no error. A few may be closed just when they are used.
     */
    public Judge connections(long resends, Figures overall, Objectives objectives) {
        if (resends > 0) {
            checks.add(Limits.connections(resends, overall.requests(), objectives));
        }
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
