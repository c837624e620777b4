package atelier.perf.run;

import atelier.perf.measure.Measurement;
import atelier.perf.result.Check;
import atelier.perf.result.Check.Gate;
import atelier.perf.result.Comparison;
import atelier.perf.result.Figures;
import atelier.perf.result.Fingerprint;
import atelier.perf.result.Level;
import atelier.perf.result.Objectives;
import atelier.perf.result.ReplayFigures;
import atelier.perf.result.RunResult;
import atelier.perf.result.ServerFigures;
import atelier.perf.result.Verdict;
import atelier.perf.schedule.Phase;
import atelier.perf.schedule.ReplayPlan;
import atelier.perf.settings.BaselineMode;
import atelier.perf.settings.Profile;
import atelier.perf.settings.Settings;
import atelier.perf.verdict.Baseline;
import atelier.perf.verdict.BaselineGate;
import atelier.perf.verdict.Baselines;
import atelier.perf.verdict.Judge;
import atelier.perf.verdict.Judgement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Computes a run's result from the records of its phase. */
final class Evaluation {
    private final Settings settings;
    private final Load load;
    private final Objectives objectives;
    private final Fingerprint fingerprint;
    private final Baselines baselines;
    private final String commit;
    private final Attempt attempt;

    Evaluation(
            Settings settings,
            Load load,
            Objectives objectives,
            Fingerprint fingerprint,
            Baselines baselines,
            String commit,
            Attempt attempt) {
        this.settings = settings;
        this.load = load;
        // A mix need not have all routes that the profile has limits for.
        this.objectives = objectives.within(Load.routes(settings));
        this.fingerprint = fingerprint;
        this.baselines = baselines;
        this.commit = commit;
        this.attempt = attempt;
    }

    /** Makes all checks. */
    RunResult result(String id, List<ServerFigures> server) {
        Phase phase = load.measured();
        boolean begun = phase.startMillis() > 0;
        long from = begun ? phase.startMillis() : System.currentTimeMillis();
        double seconds = begun ? phase.seconds() : 0;
        Measurement measurement = phase.measurement();
        Figures overall = measurement.overall();
        double target = seconds == 0 ? 0 : phase.plan().requestsBy(seconds) / seconds;
        Judge judge = new Judge().visits(phase.pending(), load.stopped());
        List<Level> levels = settings.profile() == Profile.CAPACITY
                ? Staircase.levels(load.stretches(), measurement, phase, objectives)
                : List.of();
        if (overall.requests() == 0) {
            judge.end(load.stopped(), phase.plan().seconds());
            judge.add(
                    Gate.VALIDITY,
                    "something was measured",
                    Verdict.INCONCLUSIVE,
                    "no request was sent in the measured window");
        } else {
            switch (settings.profile()) {
                case SMOKE -> {
                    judge.end(load.stopped(), phase.plan().seconds());
                    judge.fewRequests(phase.lateness(), phase.latenessByShare());
                    judge.objectives(objectives, target, overall, measurement.routes());
                }
                case CAPACITY -> Staircase.judge(judge, levels, objectives, load.stopped());
                case STRESS -> Spike.of(load.stretches()).judge(judge, phase, objectives);
                default -> {
                    judge.end(load.stopped(), phase.plan().seconds());
                    judge.load(target, measurement.sentRate(), phase.lateness(), phase.latenessByShare());
                    judge.objectives(objectives, target, overall, measurement.routes());
                }
            }
        }
        judge.connections(phase.resends(), overall, objectives);
        if (settings.profile() == Profile.SOAK) {
            Drift.judge(judge, measurement, phase.seconds());
        }
        Comparison comparison = compare(judge, overall, measurement.routes(), server);
        List<Check> checks = judge.checks();
        return new RunResult(
                id,
                Instant.ofEpochMilli(from).truncatedTo(ChronoUnit.SECONDS).toString(),
                settings.profile().word(),
                attempt.number(),
                commit,
                settings.words(),
                fingerprint,
                Judge.verdict(checks),
                checks,
                load.stopped() != null,
                seconds,
                target,
                overall.rate(),
                phase.lateness(),
                overall,
                measurement.routes(),
                measurement.series(phase.plan()::requestsBy),
                levels,
                comparison,
                server,
                replay(phase));
    }

    private @Nullable Comparison compare(
            Judge judge, Figures overall, SortedMap<String, Figures> routes, List<ServerFigures> server) {
        boolean wanted = settings.baseline() == BaselineMode.COMPARE
                || (settings.baseline() == BaselineMode.AUTO
                        && baselines.find(fingerprint).isPresent());
        if (!settings.profile().isComparable() || !wanted || overall.requests() == 0) {
            return null;
        }
        List<SortedMap<String, Double>> attempts = new ArrayList<>(attempt.before());
        attempts.add(Baseline.Run.typical(overall, routes, server));
        Judgement judgement = BaselineGate.DEFAULT.judge(baselines, fingerprint, attempts);
        judgement.checks().forEach(judge::add);
        return judgement.comparison();
    }

    private static @Nullable ReplayFigures replay(Phase phase) {
        return phase.plan() instanceof ReplayPlan plan ? plan.figures() : null;
    }

    /**
     * The number of this attempt.
     *
     * @param number 1, or 2 for the repeated run
     * @param before the typical latencies of the first attempt; empty for the first, or if they cannot be used
     */
    record Attempt(int number, List<SortedMap<String, Double>> before) {}

    /** Returns the conditions that two comparable runs share. */
    static Fingerprint fingerprint(Settings settings, String target, Load load) {
        Map<String, String> words = settings.words();
        List<String> parts = new ArrayList<>();
        for (String name :
                List.of("profile", "rate", "duration", "warmup", "mix", "ids", "log", "speed", "votes", "http")) {
            parts.add(name + " " + words.get(name));
        }
        ReplayFigures replay = replay(load.measured());
        if (replay != null) {
            parts.add("%s lines".formatted(replay.lines()));
        }
        // Runs before 2026-11-29 measured from the moment of sending, in whole milliseconds.
        parts.add("timed from due");
        return new Fingerprint(
                target,
                String.join(", ", parts),
                load.catalogue().description(),
                Machine.description(),
                Integer.toString(Runtime.version().feature()));
    }
}
