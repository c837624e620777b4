package atelier.perf.verdict;

import atelier.perf.result.Check;
import atelier.perf.result.Check.Gate;
import atelier.perf.result.Comparison;
import atelier.perf.result.Fingerprint;
import atelier.perf.result.Milliseconds;
import atelier.perf.result.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Decides whether a run is slower than its baseline, beyond noise.
 *
 * <p>A route is slower if its latency exceeds the baseline's median by a ratio and by a floor, and if fewer than one in ten unchanged runs
 * would be as slow. With several series per run, one of them often looks slow by chance. So a failed run is repeated, and a route is slower
 * only if both attempts say so. {@code BaselineGateRatesTest} computes how often the result is wrong.
 *
 * @param ratio the smallest slowdown that counts: 1.10 is 10 %
 * @param floor the smallest difference that counts, in the unit
 * @param mustBeDetected the slowdown that a usable baseline shows; one whose noise hides it decides nothing
 * @param unit of the figures
 */
public record BaselineGate(double ratio, double floor, double mustBeDetected, String unit) {
    /** The floor is ten times the resolution of recorded latencies. */
    public static final BaselineGate DEFAULT = new BaselineGate(1.10, 0.01, 1.20, "ms");

    /** Processor time differs far less from run to run than latency does, also on a busy machine. */
    static final BaselineGate PROCESSOR = new BaselineGate(1.03, 1, 1.10, "µs");

    /** Fewer runs do not show how much they vary. */
    static final int RUNS_NEEDED = 5;

    private static final double CHANCE = 0.10;

    /**
     * Returns what the repeated run may use of the first attempt: its latencies, unless responses were wrong. Errors are often fast and
     * would hide a slowdown.
     */
    public static List<SortedMap<String, Double>> usable(List<Check> checks, SortedMap<String, Double> typical) {
        boolean wrong =
                checks.stream().anyMatch(check -> check.gate() == Gate.RESPONSES && check.verdict() == Verdict.FAIL);
        return wrong ? List.of() : List.of(typical);
    }

    /**
     * Compares a run with the baseline of its fingerprint.
     *
     * @param attempts the typical latencies by route, see {@link Baseline.Run#typical}, of the run and of its repetition if there was one
     */
    public Judgement judge(Baselines baselines, Fingerprint fingerprint, List<SortedMap<String, Double>> attempts) {
        Optional<Baseline> baseline = baselines.find(fingerprint);
        if (baseline.isEmpty()) {
            return new Judgement(
                    null,
                    List.of(check(
                            "",
                            Verdict.INCONCLUSIVE,
                            "no baseline to compare with: " + baselines.whyNone(fingerprint))));
        }
        int runs = baseline.get().runs().size();
        if (runs < RUNS_NEEDED) {
            return new Judgement(null, List.of(check("", Verdict.INCONCLUSIVE, tooFew(runs))));
        }
        ProcessorTimes times = new ProcessorTimes(baseline.get(), attempts);
        List<Comparison.Route> routes = new ArrayList<>();
        List<Check> checks = new ArrayList<>();
        for (String name : attempts.get(0).keySet()) {
            double[] before = baseline.get().typical(name);
            boolean processor = Comparison.isProcessor(name);
            if (processor && !times.comparable(name)) {
                continue;
            }
            BaselineGate gate = processor ? PROCESSOR : this;
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
            Comparison.Route route = gate.compare(name, spread, current);
            routes.add(route);
            checks.add(gate.check(route, spread, attempts.size()));
        }
        times.notComparable().forEach((name, reason) -> checks.add(check(name + ": ", Verdict.INCONCLUSIVE, reason)));
        return new Judgement(new Comparison(runs, routes), checks);
    }

    /**
     * Compares one route.
     *
     * @param current its typical latency, or processor time; the lower one of two attempts, so that slower means slower in both
     */
    Comparison.Route compare(String name, Spread spread, double current) {
        double change = current / spread.median();
        double chance = spread.chance(current);
        boolean slower = change > ratio && current - spread.median() > floor && chance < CHANCE;
        return new Comparison.Route(name, spread.median(), current, change, chance, slower);
    }

    boolean tooNoisy(Spread spread) {
        return spread.chance(mustBeDetected * spread.median()) > CHANCE;
    }

    private Check check(Comparison.Route route, Spread spread, int attempts) {
        String name = route.route() + ": ";
        String figures = words(
                "%s %s, %s %s in the baseline",
                Milliseconds.number(route.current()), unit, Milliseconds.number(route.baseline()), unit);
        if (route.slower()) {
            String both = attempts > 1 ? " in the faster of both attempts" : "";
            return check(
                    name,
                    Verdict.FAIL,
                    words(
                            "%s: %.0f %% slower%s; fewer than %.1f %% of unchanged runs are as slow",
                            figures, 100 * (route.ratio() - 1), both, (Math.floor(1000 * route.chance()) + 1) / 10));
        }
        double hidden = spread.ratioAt(CHANCE);
        if (tooNoisy(spread)) {
            return check(
                    name,
                    Verdict.INCONCLUSIVE,
                    words(
                            "%s; the baseline's runs differ by %.0f %% among themselves: a slowdown below %.0f %% cannot be detected",
                            figures, 100 * spread.noise(), 100 * (hidden - 1)));
        }
        if (1 / route.ratio() > ratio && route.baseline() - route.current() > floor && 1 - route.chance() < CHANCE) {
            return check(
                    name,
                    Verdict.PASS,
                    words(
                            "%s: %.0f %% faster; record runs to update the baseline",
                            figures, 100 * (1 - route.ratio())));
        }
        double seen = Math.max(Math.max(ratio, hidden), 1 + floor / spread.median());
        return check(
                name,
                Verdict.PASS,
                words("%s; a slowdown below %.0f %% cannot be detected", figures, 100 * (seen - 1)));
    }

    /** Tells whether a check compares a processor time. */
    static boolean isOfProcessor(Check check) {
        return check.gate() == Gate.BASELINE
                && Comparison.isProcessor(check.name().replaceFirst(": .*", ""));
    }

    private static Check check(String route, Verdict verdict, String detail) {
        return new Check(Gate.BASELINE, route + "not slower than the baseline", verdict, detail);
    }

    private static String tooFew(int runs) {
        return "%s runs recorded, %s needed".formatted(runs, RUNS_NEEDED);
    }

    private static String words(String format, Object... figures) {
        return String.format(Locale.ROOT, format, figures);
    }
}
