package atelier.perf.run;

import atelier.perf.measure.Measurement;
import atelier.perf.result.Check.Gate;
import atelier.perf.result.Figures;
import atelier.perf.result.Level;
import atelier.perf.result.Objectives;
import atelier.perf.result.Verdict;
import atelier.perf.schedule.LoadCurve.Stretch;
import atelier.perf.schedule.Phase;
import atelier.perf.verdict.Judge;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Finds the highest step of a staircase that holds: the knee, beyond which more load brings no more answers. */
final class Staircase {
    /** A level whose rate of good answers falls short by more than this does not hold. */
    private static final double RATE_TOLERANCE = 0.02;

    private Staircase() {}

    /** The levels that were begun, each judged without its first second, in which the level before still echoes. */
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
            double late = phase.lateness(from + 1, to).p99();
            levels.add(level(stretch.rate(), figures, late, whole, objectives));
            from = to;
        }
        return levels;
    }

    private static Level level(double target, Figures figures, double late, boolean whole, Objectives objectives) {
        Objectives.Limit limit =
                objectives.routes().getOrDefault(Objectives.ALL, new Objectives.Limit(null, null, null));
        double well = figures.rate() * (1 - figures.errorShare());
        List<String> problems = new ArrayList<>();
        if (!whole) {
            problems.add("the run ended");
        }
        if (late > Judge.LATENESS_LIMIT) {
            problems.add("the generator was %.0f ms late".formatted(late));
        }
        if (well < target * (1 - RATE_TOLERANCE)) {
            problems.add("%,.0f/s were answered well".formatted(well));
        }
        Double errors = limit.errors();
        if (errors != null && figures.errorShare() * 100 > errors) {
            problems.add("%,d requests failed".formatted(figures.errors()));
        }
        Integer p99 = limit.p99();
        if (p99 != null && figures.p99() > p99) {
            problems.add("p99 %,d ms".formatted(figures.p99()));
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

    /** Judges the highest level below the first that did not hold. */
    static void judge(Judge judge, List<Level> levels, Objectives objectives, Phase phase) {
        int held = 0;
        while (held < levels.size() && levels.get(held).held()) {
            held++;
        }
        double best = held == 0 ? 0 : levels.get(held - 1).targetRate();
        boolean ended = held < levels.size();
        String next = ended
                ? "at %,.0f/s: %s"
                        .formatted(
                                levels.get(held).targetRate(), levels.get(held).detail())
                : "it is the last level, so the service may do more: begin with a higher -Drate";
        double asked = Objects.requireNonNullElse(objectives.minRate(), 0.0);
        String detail = "%,.0f requests/s held, asked for are %,.0f; %s".formatted(best, asked, next);
        boolean generator = ended && levels.get(held).detail().contains("generator");
        Phase.Stop stop = phase.stopped();
        boolean interrupted = stop != null && !stop.fellBehind();
        Verdict below = generator || interrupted ? Verdict.INCONCLUSIVE : Verdict.FAIL;
        judge.add(Gate.OBJECTIVE, "capacity", best >= asked ? Verdict.PASS : below, detail);
    }
}
