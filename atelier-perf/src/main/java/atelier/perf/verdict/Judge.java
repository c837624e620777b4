package atelier.perf.verdict;

import atelier.perf.measure.Measurement;
import atelier.perf.result.Check;
import atelier.perf.result.Check.Gate;
import atelier.perf.result.Figures;
import atelier.perf.result.Lateness;
import atelier.perf.result.Objectives;
import atelier.perf.result.Verdict;
import atelier.perf.schedule.Phase;
import java.math.BigDecimal;
import java.math.MathContext;
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
    /** A run ends in the middle of visits, whose last requests are not counted. */
    static final double MIN_RATE_TOLERANCE = 0.01;

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
        minRate(objectives.minRate(), targetRate, overall);
        objectives.routes().forEach((route, limit) -> {
            Figures figures = route.equals(Objectives.ALL) ? overall : routes.get(route);
            if (figures == null || figures.requests() == 0) {
                add(Gate.OBJECTIVE, route, Verdict.INCONCLUSIVE, "not asked in this run");
            } else {
                errors(route, limit.errors(), figures);
                percentile(route + ": p95", 0.95, limit.p95(), figures.p95(), figures.requests());
                percentile(route + ": p99", 0.99, limit.p99(), figures.p99(), figures.requests());
            }
        });
        return this;
    }

    private void minRate(@Nullable Double minRate, double targetRate, Figures overall) {
        if (minRate == null) {
            return;
        }
        double well = overall.rate() * (1 - overall.errorShare());
        String detail = text("%,.1f requests/s were answered well, asked for are %,.0f", well, minRate);
        if (well >= minRate * (1 - MIN_RATE_TOLERANCE)) {
            add(Gate.OBJECTIVE, "rate", Verdict.PASS, detail);
        } else if (targetRate < minRate) {
            add(
                    Gate.OBJECTIVE,
                    "rate",
                    Verdict.INCONCLUSIVE,
                    text(
                            "this run asked only %,.0f requests/s, and the objective is %,.0f: use another -Dslo for smaller runs",
                            targetRate, minRate));
        } else {
            add(Gate.OBJECTIVE, "rate", Verdict.FAIL, detail);
        }
    }

    private void errors(String route, @Nullable Double limit, Figures figures) {
        if (limit == null) {
            return;
        }
        double percent = figures.errorShare() * 100;
        String detail = text(
                "%,d of %,d requests failed (%s %%), allowed are %s %%",
                figures.errors(), figures.requests(), percent(percent), percent(limit));
        String most = figures.errorsByKind().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(kind -> "; most often: " + kind.getKey())
                .orElse("");
        add(Gate.ANSWERS, route + ": errors", percent <= limit ? Verdict.PASS : Verdict.FAIL, detail + most);
    }

    private void percentile(String name, double share, @Nullable Integer limit, int milliseconds, long requests) {
        if (limit == null) {
            return;
        }
        long needed = Math.round(20 / (1 - share));
        if (requests < needed) {
            add(
                    Gate.OBJECTIVE,
                    name,
                    Verdict.INCONCLUSIVE,
                    text(
                            "%,d requests are too few to tell; %,d are needed: a longer -Dduration or a higher -Drate",
                            requests, needed));
        } else {
            add(
                    Gate.OBJECTIVE,
                    name,
                    milliseconds <= limit ? Verdict.PASS : Verdict.FAIL,
                    text("%,d ms, allowed are %,d ms", milliseconds, limit));
        }
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

    private static String percent(double percent) {
        return new BigDecimal(percent, new MathContext(4)).stripTrailingZeros().toPlainString();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
