package atelier.perf.verdict;

import atelier.perf.result.Check;
import atelier.perf.result.Check.Gate;
import atelier.perf.result.Figures;
import atelier.perf.result.Milliseconds;
import atelier.perf.result.Objectives;
import atelier.perf.result.Verdict;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares figures with the absolute limits of {@code slo.yml}. */
final class Limits {
    /** The rate may be lower by this share: a run ends during visits, whose last requests are not counted. */
    private static final double MIN_RATE_TOLERANCE = 0.01;

    /** The rate of another run may be lower by this share. */
    private static final double RATE_TOLERANCE = 0.02;

    /** Advised durations are multiples of it. */
    private static final int STEP_SECONDS = 5;

    /** The number of connections, and the share of the requests in percent, that may be closed just when they are used. */
    private static final int CLOSED_CONNECTIONS = 2;

    private static final double CLOSED_CONNECTIONS_PERCENT = 0.01;

    private final Doubt doubt;
    private final boolean fewAreEnough;
    private final long all;
    /** What to do if there are too few requests. */
    private final String advice;

    private final List<Check> checks = new ArrayList<>();

    private Limits(Doubt doubt, boolean fewAreEnough, long all, String advice) {
        this.doubt = doubt;
        this.fewAreEnough = fewAreEnough;
        this.all = all;
        this.advice = advice;
    }

    /**
     * @param fewAreEnough whether a percentile passes with too few requests, if they do not break its limit beyond doubt. A route's
     *     percentile passes in this way in any run whose routes together have enough requests, because the catalogue decides how often a
     *     page requests a route
     */
    static List<Check> checks(
            Objectives objectives,
            double targetRate,
            Figures overall,
            Map<String, Figures> routes,
            Doubt doubt,
            boolean fewAreEnough) {
        Limits limits = new Limits(doubt, fewAreEnough, overall.requests(), advice(objectives, overall));
        limits.minRate(objectives.minRate(), targetRate, overall);
        objectives
                .routes()
                .forEach((route, limit) ->
                        limits.route(route, limit, route.equals(Objectives.ALL) ? overall : routes.get(route)));
        return limits.checks;
    }

    /** Names the shortest duration in which all routes together get enough requests for each percentile that has a limit. */
    private static String advice(Objectives objectives, Figures overall) {
        long needed = 0;
        for (Objectives.Limit limit : objectives.routes().values()) {
            needed = Math.max(needed, limit.p95() == null ? 0 : Doubt.needed(0.95));
            needed = Math.max(needed, limit.p99() == null ? 0 : Doubt.needed(0.99));
            needed = Math.max(needed, limit.p999() == null ? 0 : Doubt.needed(0.999));
        }
        double seconds =
                Math.ceil((1 + RATE_TOLERANCE) * (double) needed / overall.rate() / STEP_SECONDS) * STEP_SECONDS;
        return text("use -Dduration=%.0fs or longer, or -Dprofile=smoke", seconds);
    }

    static Check connections(long resends, long requests, Objectives objectives) {
        Objectives.Limit all = objectives.routes().get(Objectives.ALL);
        Double errors = all == null ? null : all.errors();
        double percent = requests == 0 ? 100 : 100.0 * resends / requests;
        double limit = errors == null ? 100 : Math.max(errors, CLOSED_CONNECTIONS_PERCENT);
        return new Check(
                Gate.RESPONSES,
                "connections are kept",
                resends > CLOSED_CONNECTIONS && percent > limit ? Verdict.FAIL : Verdict.PASS,
                text(
                        "for %,d of %,d requests (%s %%) the service closed the connection without a response, and they were sent again; the limit is %s %%",
                        resends, requests, percent(percent), percent(limit)));
    }

    private void route(String route, Objectives.Limit limit, @Nullable Figures figures) {
        if (figures == null || figures.requests() == 0) {
            add(Gate.OBJECTIVE, route, Verdict.INCONCLUSIVE, "not requested in this run");
        } else {
            errors(route, limit.errors(), figures);
            percentile(route + ": p95", 0.95, limit.p95(), figures);
            percentile(route + ": p99", 0.99, limit.p99(), figures);
            percentile(route + ": p99.9", 0.999, limit.p999(), figures);
        }
    }

    private void minRate(@Nullable Double minRate, double targetRate, Figures overall) {
        if (minRate == null) {
            return;
        }
        double well = overall.rate() * (1 - overall.errorShare());
        // A late generator moves requests beyond the end of the measured time.
        double unsent = doubt.late() ? Math.max(0, targetRate - overall.rate()) : doubt.missingRate();
        String detail = text("%,.1f successful requests/s; the minimum is %,.0f", well, minRate);
        if (well >= minRate * (1 - MIN_RATE_TOLERANCE)) {
            add(Gate.OBJECTIVE, "rate", Verdict.PASS, detail);
        } else if (targetRate < minRate) {
            add(
                    Gate.OBJECTIVE,
                    "rate",
                    Verdict.INCONCLUSIVE,
                    text(
                            "this run sent only %,.0f requests/s, and the objective is %,.0f: use another -Dslo for smaller runs",
                            targetRate, minRate));
        } else if (well + unsent >= minRate * (1 - MIN_RATE_TOLERANCE)) {
            add(
                    Gate.OBJECTIVE,
                    "rate",
                    Verdict.INCONCLUSIVE,
                    detail + text("; %,.1f planned requests/s were not sent", unsent));
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
                "%,d of %,d requests failed (%s %%); the limit is %s %%",
                figures.errors(), figures.requests(), percent(percent), percent(limit));
        String most = figures.errorsByKind().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(kind -> "; most often: " + kind.getKey())
                .orElse("");
        add(Gate.RESPONSES, route + ": errors", percent <= limit ? Verdict.PASS : Verdict.FAIL, detail + most);
    }

    private void percentile(String name, double percentile, @Nullable Integer limit, Figures figures) {
        if (limit == null) {
            return;
        }
        double milliseconds = Doubt.value(percentile, figures);
        long needed = Doubt.needed(percentile);
        boolean few = figures.requests() < needed;
        String detail = text("%s; the limit is %,d ms", Milliseconds.text(milliseconds), limit);
        if (doubt.isBroken(figures, percentile, limit)) {
            String requests = text("; of only %,d requests, but too many were slower to be chance", figures.requests());
            add(Gate.OBJECTIVE, name, Verdict.FAIL, few ? detail + requests : detail);
        } else if (few && (fewAreEnough || all >= needed)) {
            add(
                    Gate.OBJECTIVE,
                    name,
                    Verdict.PASS,
                    detail + text("; %,d requests are judged only if far too many are slow", figures.requests()));
        } else if (few) {
            add(
                    Gate.OBJECTIVE,
                    name,
                    Verdict.INCONCLUSIVE,
                    text("%,d requests are too few, %,d are needed: %s", figures.requests(), needed, advice));
        } else if (milliseconds > limit) {
            add(Gate.OBJECTIVE, name, Verdict.INCONCLUSIVE, detail + "; " + doubt.why());
        } else {
            add(Gate.OBJECTIVE, name, Verdict.PASS, detail);
        }
    }

    private void add(Gate gate, String name, Verdict verdict, String detail) {
        checks.add(new Check(gate, name, verdict, detail));
    }

    private static String percent(double percent) {
        return new BigDecimal(percent, new MathContext(4)).stripTrailingZeros().toPlainString();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
