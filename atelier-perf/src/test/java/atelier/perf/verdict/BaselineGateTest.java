package atelier.perf.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import atelier.perf.result.Check;
import atelier.perf.result.Comparison;
import atelier.perf.result.Fingerprint;
import atelier.perf.result.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineGateTest {
    private static final double[] CALM = {20.0, 20.4, 19.7, 20.1, 19.9, 20.6, 19.5, 20.2};
    private static final Fingerprint HERE = Runs.fingerprint("laptop");

    @TempDir
    private Path folder;

    @Test
    void clearSlowdownFails() {
        Judgement judgement = judge(CALM, 24.6);

        assertThat(judgement.checks())
                .containsExactly(
                        new Check(
                                Check.Gate.BASELINE,
                                "all: not slower than the baseline",
                                Verdict.FAIL,
                                "24.6 ms, 20.0 ms in the baseline: 23 % slower; fewer than 0.1 % of unchanged runs are as slow"));
    }

    @Test
    void comparisonHasEveryRoute() {
        Comparison comparison = Objects.requireNonNull(judge(CALM, 24.06).comparison());

        assertThat(comparison.baselineRuns()).isEqualTo(8);
        assertThat(comparison.routes()).singleElement().satisfies(route -> {
            assertThat(route.route()).isEqualTo("all");
            assertThat(route.baseline()).isBetween(20.0, 20.1);
            assertThat(route.current()).isEqualTo(24.06);
            assertThat(route.ratio()).isBetween(1.199, 1.201);
            assertThat(route.chance()).isLessThan(0.001);
            assertThat(route.slower()).isTrue();
        });
    }

    @Test
    void unchangedRunPassesAndNamesTheDetectableSlowdown() {
        assertThat(judge(CALM, 20.3).checks())
                .extracting(Check::verdict, Check::detail)
                .containsExactly(tuple(
                        Verdict.PASS, "20.3 ms, 20.0 ms in the baseline; a slowdown below 10 % cannot be detected"));
    }

    @Test
    void differenceBelowTheRatioPasses() {
        assertThat(verdict(CALM, 21.6)).isEqualTo(Verdict.PASS);
    }

    @Test
    void differenceBelowTheFloorPasses() {
        double[] fast = {0.050, 0.050, 0.051, 0.050, 0.050, 0.049, 0.050, 0.050};

        assertThat(verdict(fast, 0.059)).isEqualTo(Verdict.PASS);
        assertThat(verdict(fast, 0.064)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void tenPercentOfTwoHundredMicrosecondsFail() {
        double[] fast = {0.200, 0.202, 0.198, 0.201, 0.199, 0.200, 0.203, 0.198};

        assertThat(verdict(fast, 0.222)).isEqualTo(Verdict.FAIL);
        assertThat(verdict(fast, 0.206)).isEqualTo(Verdict.PASS);
    }

    @Test
    void differenceWithinNoisePasses() {
        double[] restless = {20.0, 22.4, 18.1, 21.3, 18.8, 21.9, 18.4, 20.2};

        assertThat(verdict(restless, 22.2)).isEqualTo(Verdict.PASS);
        assertThat(verdict(restless, 25.5)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void disturbedRunInTheBaselineHidesNothing() {
        double[] disturbed = {20.0, 20.4, 19.7, 41.0, 19.9, 20.6, 19.5, 20.2};

        assertThat(verdict(disturbed, 24.0)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void afterARepetitionOnlyRoutesThatWereSlowTwiceFail() {
        assertThat(verdict(CALM, 31.0, 20.4)).isEqualTo(Verdict.PASS);
        assertThat(verdict(CALM, 20.4, 31.0)).isEqualTo(Verdict.PASS);
        assertThat(judge(CALM, 26.0, 24.6).checks())
                .extracting(Check::detail)
                .containsExactly("24.6 ms, 20.0 ms in the baseline: 23 % slower in the faster of both attempts; "
                        + "fewer than 0.1 % of unchanged runs are as slow");
    }

    @Test
    void improvementPassesAndIsReported() {
        assertThat(judge(CALM, 15.0).checks())
                .extracting(Check::verdict, Check::detail)
                .containsExactly(tuple(
                        Verdict.PASS,
                        "15.0 ms, 20.0 ms in the baseline: 25 % faster; record runs to update the baseline"));
    }

    @Test
    void equalRunsStillHaveNoise() {
        double[] equal = {20, 20, 20, 20, 20};

        assertThat(verdict(equal, 20)).isEqualTo(Verdict.PASS);
        assertThat(verdict(equal, 20.3)).isEqualTo(Verdict.PASS);
    }

    @Test
    void tooFewRunsAreInconclusive() {
        Judgement judgement = judge(new double[] {20, 20.1, 19.9, 20}, 40);

        assertThat(judgement.comparison()).isNull();
        assertThat(judgement.checks())
                .containsExactly(new Check(
                        Check.Gate.BASELINE,
                        "not slower than the baseline",
                        Verdict.INCONCLUSIVE,
                        "4 runs recorded, 5 needed"));
    }

    @Test
    void routeInTooFewRunsIsInconclusive() {
        Baselines baselines = record(CALM);

        Judgement judgement = BaselineGate.DEFAULT.judge(
                baselines, HERE, List.of(new TreeMap<>(Map.of("all", 20.0, "GET /new", 7.0))));

        assertThat(judgement.checks())
                .extracting(Check::name, Check::verdict)
                .containsExactly(
                        tuple("GET /new: not slower than the baseline", Verdict.INCONCLUSIVE),
                        tuple("all: not slower than the baseline", Verdict.PASS));
    }

    @Test
    void tenPercentMoreProcessorTimeFailWhereLatencySwings() {
        Baselines baselines = new Baselines(folder.resolve("processor.json"));
        double[] latencies = {0.4, 0.9, 0.5, 1.4, 0.6, 0.4};
        double[] micros = {130, 133, 128, 131, 127, 132};
        for (int i = 0; i < micros.length; i++) {
            baselines.record(Runs.run("run-" + i, HERE, latencies[i], new TreeMap<>(), Runs.node(micros[i])));
        }

        assertThat(processor(baselines, 143)).isEqualTo(Verdict.FAIL);
        assertThat(processor(baselines, 134)).isEqualTo(Verdict.PASS);
        assertThat(processor(baselines, 143, 131)).isEqualTo(Verdict.PASS);
    }

    @Test
    void processorTimeIsNotComparedIfNoRunOfTheBaselineHasIt() {
        SortedMap<String, Double> run = new TreeMap<>(Map.of("all", 20.0, Comparison.PROCESSOR, 500.0));

        assertThat(BaselineGate.DEFAULT.judge(record(CALM), HERE, List.of(run)).checks())
                .extracting(Check::name)
                .containsExactly("all: not slower than the baseline");
    }

    @Test
    void processorTimeThatContainsTheCompilersIsNoSlowdown() {
        Baselines baselines = new Baselines(folder.resolve("compilers.json"));
        for (int i = 0; i < 5; i++) {
            baselines.record(Runs.run("run-" + i, HERE, CALM[i], new TreeMap<>(), Runs.node(130 + i % 2)));
        }
        SortedMap<String, Double> unknown =
                Baseline.Run.typical(Runs.figures(20), new TreeMap<>(), Runs.nodeWithCompilers(130));
        SortedMap<String, Double> known = Baseline.Run.typical(Runs.figures(20), new TreeMap<>(), Runs.node(130));

        assertThat(processorTime(baselines, List.of(unknown)))
                .isEqualTo("INCONCLUSIVE not comparable: this run's contains the "
                        + "time of the JVM's compilers, which is unknown; the baseline's does not");
        assertThat(processorTime(baselines, List.of(known, unknown)))
                .startsWith("INCONCLUSIVE not comparable: this run's");
        assertThat(processorTime(baselines, List.of(new TreeMap<>(Map.of("all", 20.0)))))
                .startsWith("INCONCLUSIVE not comparable: it is unknown in this run");
        assertThat(processorTime(baselines, List.of(known))).startsWith("PASS 130 µs");
    }

    @Test
    void baselineWhoseProcessorTimesContainTheCompilersIsComparedWithSuchTimes() {
        Baselines baselines = new Baselines(folder.resolve("compilers.json"));
        for (int i = 0; i < 5; i++) {
            baselines.record(Runs.run("run-" + i, HERE, CALM[i], new TreeMap<>(), Runs.nodeWithCompilers(130 + i % 2)));
        }
        SortedMap<String, Double> slower =
                Baseline.Run.typical(Runs.figures(20), new TreeMap<>(), Runs.nodeWithCompilers(150));
        SortedMap<String, Double> known = Baseline.Run.typical(Runs.figures(20), new TreeMap<>(), Runs.node(130));

        assertThat(processorTime(baselines, List.of(slower))).startsWith("FAIL 300 µs");
        assertThat(processorTime(baselines, List.of(known)))
                .startsWith("INCONCLUSIVE not comparable: the baseline's contains");
    }

    private static String processorTime(Baselines baselines, List<SortedMap<String, Double>> attempts) {
        return BaselineGate.DEFAULT.judge(baselines, HERE, attempts).checks().stream()
                .filter(BaselineGate::isOfProcessor)
                .map(check -> check.verdict() + " " + check.detail())
                .collect(Collectors.joining("\n"));
    }

    private static Verdict processor(Baselines baselines, double... attempts) {
        List<SortedMap<String, Double>> runs = new ArrayList<>();
        for (double micros : attempts) {
            runs.add(new TreeMap<>(Map.of(Comparison.PROCESSOR, micros)));
        }
        return BaselineGate.DEFAULT.judge(baselines, HERE, runs).checks().get(0).verdict();
    }

    @Test
    void noisyBaselineIsInconclusive() {
        double[] wild = {20, 27, 15, 24, 17, 29, 14, 21};

        assertThat(judge(wild, 21).checks())
                .extracting(Check::verdict, Check::detail)
                .containsExactly(tuple(
                        Verdict.INCONCLUSIVE,
                        "21.0 ms, 20.5 ms in the baseline; the baseline's runs differ by 34 % among themselves: "
                                + "a slowdown below 67 % cannot be detected"));
        assertThat(verdict(wild, 60)).isEqualTo(Verdict.FAIL);
    }

    @Test
    void runWithOtherConditionsIsNotCompared() {
        Judgement judgement = BaselineGate.DEFAULT.judge(record(CALM), Runs.fingerprint("server"), attempts(40));

        assertThat(judgement.comparison()).isNull();
        assertThat(judgement.checks())
                .extracting(Check::verdict, Check::detail)
                .containsExactly(tuple(
                        Verdict.INCONCLUSIVE,
                        "no baseline to compare with: none has the same conditions: machine server, not laptop"));
    }

    private Verdict verdict(double[] baseline, double... attempts) {
        return judge(baseline, attempts).checks().get(0).verdict();
    }

    private Judgement judge(double[] baseline, double... attempts) {
        return BaselineGate.DEFAULT.judge(record(baseline), HERE, attempts(attempts));
    }

    private Baselines record(double[] latencies) {
        Baselines baselines = new Baselines(folder.resolve("steady-" + latencies[3] + ".json"));
        for (int i = 0; i < latencies.length; i++) {
            baselines.record(Runs.run("run-" + i, HERE, latencies[i]));
        }
        return baselines;
    }

    private static List<SortedMap<String, Double>> attempts(double... latencies) {
        List<SortedMap<String, Double>> attempts = new ArrayList<>();
        for (double latency : latencies) {
            attempts.add(new TreeMap<>(Map.of("all", latency)));
        }
        return attempts;
    }

    @Test
    void firstAttemptWithWrongResponsesDoesNotHideASlowSecond() {
        SortedMap<String, Double> typical = new TreeMap<>(Map.of("all", 1.0));
        Check wrong = new Check(Check.Gate.RESPONSES, "all: errors", Verdict.FAIL, "");
        Check slow = new Check(Check.Gate.BASELINE, "all: not slower than the baseline", Verdict.FAIL, "");

        assertThat(BaselineGate.usable(List.of(wrong, slow), typical)).isEmpty();
        assertThat(BaselineGate.usable(List.of(slow), typical)).containsExactly(typical);
    }
}
