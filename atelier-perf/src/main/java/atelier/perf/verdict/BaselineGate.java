package atelier.perf.verdict;

import atelier.perf.result.Check;
import atelier.perf.result.Check.Gate;
import atelier.perf.result.Comparison;
import atelier.perf.result.Fingerprint;
import atelier.perf.result.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Says whether a run is slower than its baseline, beyond noise.
 *
 * <p>A route is slower if it is above the baseline's median by a ratio and by a floor, and if fewer than one unchanged run in ten would
 * be as slow. With five series to look at, some run is soon that one. So a FAIL is followed by a rerun, and then a route is slower only
 * if it was in both attempts, which also keeps one disturbed attempt from failing a build. {@code BaselineGateRatesTest} measures how
 * often all of this together is wrong.
 *
 * @param ratio the least slowdown that counts: 1.09 is 9 %
 * @param floor the least difference that counts, in milliseconds
 */
public record BaselineGate(double ratio, double floor) {
    /** The floor is five times what {@code Figures.typical} can tell apart. */
    public static final BaselineGate DEFAULT = new BaselineGate(1.09, 0.05);

    /** With fewer runs it is not known how far they stray. */
    static final int RUNS_NEEDED = 5;

    private static final double CHANCE = 0.10;

    /** A baseline in whose noise a slowdown of 20 % is lost decides nothing. */
    private static final double MUST_BE_SEEN = 1.20;

    /**
     * What a rerun may use of the attempt before it: its latencies, unless its answers were wrong, for errors are often fast and would
     * hide how slow the rerun is.
     */
    public static List<SortedMap<String, Double>> usable(List<Check> checks, SortedMap<String, Double> typical) {
        boolean wrong =
                checks.stream().anyMatch(check -> check.gate() == Gate.ANSWERS && check.verdict() == Verdict.FAIL);
        return wrong ? List.of() : List.of(typical);
    }

    /**
     * Compares a run with the baseline of its fingerprint.
     *
     * @param attempts typical latency by route as {@link Baseline.Run#typical} has it: the run's, and its rerun's if there was one
     */
    public Judgement judge(Baselines baselines, Fingerprint fingerprint, List<SortedMap<String, Double>> attempts) {
        Optional<Baseline> baseline = baselines.find(fingerprint);
        if (baseline.isEmpty()) {
            return new Judgement(null, List.of(check("", Verdict.INCONCLUSIVE, baselines.whyNone(fingerprint))));
        }
        int runs = baseline.get().runs().size();
        if (runs < RUNS_NEEDED) {
            return new Judgement(null, List.of(check("", Verdict.INCONCLUSIVE, tooFew(runs))));
        }
        List<Comparison.Route> routes = new ArrayList<>();
        List<Check> checks = new ArrayList<>();
        for (String name : attempts.get(0).keySet()) {
            double[] before = baseline.get().typical(name);
            if (before.length < RUNS_NEEDED) {
                checks.add(check(name + ": ", Verdict.INCONCLUSIVE, tooFew(before.length)));
                continue;
            }
            Spread spread = Spread.of(before);
            double current = attempts.stream()
                    .filter(attempt -> attempt.containsKey(name))
                    .mapToDouble(attempt -> attempt.get(name))
                    .min()
                    .orElseThrow();
            Comparison.Route route = compare(name, spread, current);
            routes.add(route);
            checks.add(check(route, spread, attempts.size()));
        }
        return new Judgement(new Comparison(runs, routes), checks);
    }

    /**
     * Compares one route.
     *
     * @param current its typical latency; after a rerun the lower of both, so that slower means slower in both
     */
    Comparison.Route compare(String name, Spread spread, double current) {
        double change = current / spread.median();
        double chance = spread.chance(current);
        boolean slower = change > ratio && current - spread.median() > floor && chance < CHANCE;
        return new Comparison.Route(name, spread.median(), current, change, chance, slower);
    }

    static boolean tooNoisy(Spread spread) {
        return spread.chance(MUST_BE_SEEN * spread.median()) > CHANCE;
    }

    private Check check(Comparison.Route route, Spread spread, int attempts) {
        String name = route.route() + ": ";
        String figures = words("%.2f ms, %.2f ms in the baseline", route.current(), route.baseline());
        if (route.slower()) {
            String both = attempts > 1 ? " in the faster of both attempts" : "";
            return check(
                    name,
                    Verdict.FAIL,
                    words(
                            "%s: %.0f %% slower%s; fewer than %.1f %% of unchanged runs are",
                            figures, 100 * (route.ratio() - 1), both, (Math.floor(1000 * route.chance()) + 1) / 10));
        }
        double hidden = spread.ratioAt(CHANCE);
        if (tooNoisy(spread)) {
            return check(
                    name,
                    Verdict.INCONCLUSIVE,
                    words(
                            "%s; the baseline's runs differ by %.0f %% among themselves: a slowdown under %.0f %% cannot be seen",
                            figures, 100 * spread.noise(), 100 * (hidden - 1)));
        }
        if (1 / route.ratio() > ratio && route.baseline() - route.current() > floor && 1 - route.chance() < CHANCE) {
            return check(
                    name,
                    Verdict.PASS,
                    words(
                            "%s: %.0f %% faster; the baseline stays until runs are recorded",
                            figures, 100 * (1 - route.ratio())));
        }
        double seen = Math.max(Math.max(ratio, hidden), 1 + floor / spread.median());
        return check(
                name, Verdict.PASS, words("%s; a slowdown under %.0f %% cannot be seen", figures, 100 * (seen - 1)));
    }

    private static Check check(String route, Verdict verdict, String detail) {
        return new Check(Gate.BASELINE, route + "not slower than the baseline", verdict, detail);
    }

    private static String tooFew(int runs) {
        return "%d runs recorded, %d needed".formatted(runs, RUNS_NEEDED);
    }

    private static String words(String format, Object... figures) {
        return String.format(Locale.ROOT, format, figures);
    }
}
