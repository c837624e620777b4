package atelier.perf.verdict;

import atelier.perf.result.Comparison;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How often the gate is right about real runs of an unchanged service. Each trial draws some of them as the baseline and two more as a run
 * and its repetition. A slower service is one of these runs whose figures are multiplied.
 */
public final class RatesOfRuns {
    private static final int TRIALS = 5_000;
    private static final int LARGEST_BASELINE = 10;

    private final List<SortedMap<String, Double>> runs;
    private final int baseline;

    /**
     * @param runs the typical latencies and processor times of the runs, at least two more than a baseline needs
     */
    public RatesOfRuns(List<SortedMap<String, Double>> runs) {
        this.runs = runs;
        this.baseline = Math.min(LARGEST_BASELINE, runs.size() - 2);
        if (baseline < BaselineGate.RUNS_NEEDED) {
            throw new IllegalArgumentException(
                    "%s runs are too few: %s are needed".formatted(runs.size(), BaselineGate.RUNS_NEEDED + 2));
        }
    }

    /** Returns the table, in Markdown. */
    public String table() {
        StringBuilder table = new StringBuilder(text(
                "%d runs, of which a trial has %d in the baseline; %,d trials%n%n| series | median | noise | too noisy | false alarms | caught |%n|---|--:|--:|--:|--:|--:|%n",
                runs.size(), baseline, TRIALS));
        for (String name : names()) {
            boolean processor = Comparison.isProcessor(name);
            double more = processor ? 1.1 : 1.2;
            Spread spread = Spread.of(values(name));
            table.append(text(
                    "| %s | %.3f | %.1f %% | %.1f %% | %.1f %% | %.1f %% of +%.0f %% |%n",
                    name,
                    spread.median(),
                    100 * spread.noise(),
                    percent(Set.of(name), 1, true),
                    percent(Set.of(name), 1, false),
                    percent(Set.of(name), more, false),
                    100 * (more - 1)));
        }
        Set<String> latencies = new TreeSet<>(names());
        latencies.removeIf(Comparison::isProcessor);
        return table.append(text(
                        "| any latency | | | %.1f %% | %.1f %% | %.1f %% of +20 %% on all |%n",
                        percent(latencies, 1, true), percent(latencies, 1, false), percent(latencies, 1.2, false)))
                .append(text(
                        "| any series | | | %.1f %% | %.1f %% | |%n",
                        percent(names(), 1, true), percent(names(), 1, false)))
                .toString();
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>(runs.get(0).keySet());
        runs.forEach(run -> names.retainAll(run.keySet()));
        return names;
    }

    private double[] values(String name) {
        return runs.stream().mapToDouble(run -> figure(run, name)).toArray();
    }

    /** Returns how many trials in a hundred fail, or have a baseline that is too noisy. */
    private double percent(Set<String> names, double factor, boolean noise) {
        Random random = new Random(1);
        List<SortedMap<String, Double>> shuffled = new ArrayList<>(runs);
        int found = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            Collections.shuffle(shuffled, random);
            List<SortedMap<String, Double>> before = shuffled.subList(0, baseline);
            SortedMap<String, Double> run = slower(shuffled.get(baseline), factor);
            SortedMap<String, Double> rerun = slower(shuffled.get(baseline + 1), factor);
            boolean hit = noise
                    ? names.stream().anyMatch(name -> gate(name).tooNoisy(spread(before, name)))
                    : fails(before, names, name -> figure(run, name))
                            && fails(before, names, name -> Math.min(figure(run, name), figure(rerun, name)));
            found += hit ? 1 : 0;
        }
        return 100.0 * found / TRIALS;
    }

    private static SortedMap<String, Double> slower(SortedMap<String, Double> run, double factor) {
        SortedMap<String, Double> slower = new TreeMap<>(run);
        slower.replaceAll((name, value) -> factor * value);
        return slower;
    }

    private interface Figure {
        double of(String name);
    }

    private static boolean fails(List<SortedMap<String, Double>> before, Set<String> names, Figure figure) {
        return names.stream()
                .anyMatch(name -> gate(name)
                        .compare(name, spread(before, name), figure.of(name))
                        .slower());
    }

    private static BaselineGate gate(String name) {
        return Comparison.isProcessor(name) ? BaselineGate.PROCESSOR : BaselineGate.DEFAULT;
    }

    private static Spread spread(List<SortedMap<String, Double>> before, String name) {
        return Spread.of(before.stream().mapToDouble(run -> figure(run, name)).toArray());
    }

    private static double figure(SortedMap<String, Double> run, String name) {
        return Objects.requireNonNull(run.get(name));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
