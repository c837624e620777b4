package atelier.perf.run;

import atelier.perf.measure.Measurement;
import atelier.perf.result.Check.Gate;
import atelier.perf.result.Figures;
import atelier.perf.result.Lateness;
import atelier.perf.result.Level;
import atelier.perf.result.Milliseconds;
import atelier.perf.result.Objectives;
import atelier.perf.result.Verdict;
import atelier.perf.schedule.LoadCurve.Stretch;
import atelier.perf.schedule.Phase;
import atelier.perf.schedule.Stop;
import atelier.perf.verdict.Doubt;
import atelier.perf.verdict.Judge;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the capacity: the highest level of a staircase of rates that the service holds. */
final class Staircase {
    /** A level holds if the rate of successful requests is at most this share below the planned rate; visits vary in size. */
    private static final double RATE_TOLERANCE = 0.05;

    /** Marks a level on which the load generator was too slow, so that it says nothing about the service. */
    private static final String GENERATOR = "the generator";

    /** Marks a level that was not run to its end. */
    private static final String ENDED = "the run ended";

    private Staircase() {}

    /** Returns the levels that were begun. The first second of each is left out because the level before still affects it. */
    static List<Level> levels(List<Stretch> stretches, Measurement measurement, Phase phase, Objectives objectives) {
        List<Level> levels = new ArrayList<>();
        int from = 0;
        for (Stretch stretch : stretches) {
            int to = from + (int) stretch.duration().toSeconds();
            if (phase.seconds() <= from + 1) {
                break;
            }
            boolean whole = phase.seconds() >= to;
            Figures figures = measurement.between(from + 1, whole ? to : (int) Math.ceil(phase.seconds()));
            Lateness late = phase.lateness(from + 1, to);
            Doubt doubt = Doubt.of(late, phase.latenessByShare(from + 1, to));
            levels.add(level(stretch.rate(), figures, late, doubt, whole, objectives));
            from = to;
        }
        return levels;
    }

    private static Level level(
            double target, Figures figures, Lateness late, Doubt doubt, boolean whole, Objectives objectives) {
        Objectives.Limit limit =
                objectives.routes().getOrDefault(Objectives.ALL, new Objectives.Limit(null, null, null, null));
        double well = figures.rate() * (1 - figures.errorShare());
        List<String> problems = new ArrayList<>();
        Double errors = limit.errors();
        boolean failed = errors != null && figures.errorShare() * 100 > errors;
        Integer p99 = limit.p99();
        boolean slow = p99 != null && doubt.isBroken(figures, 0.99, p99);
        if (!whole) {
            problems.add(ENDED);
        }
        if (doubt.late() && !failed && !slow) {
            problems.add(text(GENERATOR + " was %.0f ms late", late.p99()));
        }
        if (well < target * (1 - RATE_TOLERANCE)) {
            problems.add(text("%,.0f/s succeeded", well));
        }
        if (failed) {
            problems.add(text("%,d requests failed", figures.errors()));
        }
        if (p99 != null && figures.p99() > p99) {
            problems.add("p99 " + Milliseconds.text(figures.p99()));
        }
        return new Level(
                target,
                well,
                figures.p50(),
                figures.p99(),
                figures.errors(),
                problems.isEmpty(),
                String.join(", ", problems));
    }

    /**
     * Judges the highest level that held before two successive levels failed, because a single level may have been disturbed. If no level
     * held, the run fails, even without a minimum.
     */
    static void judge(Judge judge, List<Level> levels, Objectives objectives, @Nullable Stop stop) {
        int best = -1;
        for (int level = 0; level < levels.size() && level - best <= 2; level++) {
            if (levels.get(level).held()) {
                best = level;
            }
        }
        double capacity = best < 0 ? 0 : levels.get(best).targetRate();
        Optional<Level> next = levels.stream().skip(best + 1L).findFirst();
        double minimum = Objects.requireNonNullElse(objectives.minRate(), 0.0);
        String beyond = next.map(level -> text("at %,.0f/s: %s", level.targetRate(), level.detail()))
                .orElse(
                        stop == null
                                ? "this is the last level, so the capacity may be higher: start with a higher -Drate"
                                : "then: " + stop.reason());
        boolean generator =
                next.filter(level -> level.detail().contains(GENERATOR)).isPresent();
        boolean interrupted = stop != null && !stop.byService();
        // The two failed levels that end the search. An interruption after them changes nothing.
        boolean decided =
                levels.size() > best + 2 && !levels.get(best + 2).detail().contains(ENDED);
        boolean enough = best >= 0 && capacity >= minimum;
        boolean unknown = interrupted ? enough || generator || !decided : !enough && generator;
        judge.add(
                Gate.OBJECTIVE,
                "capacity",
                unknown ? Verdict.INCONCLUSIVE : enough ? Verdict.PASS : Verdict.FAIL,
                text("%,.0f requests/s held, the minimum is %,.0f; %s", capacity, minimum, beyond));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
