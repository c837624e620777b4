package atelier.perf.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.result.Check;
import atelier.perf.result.Check.Gate;
import atelier.perf.result.Comparison;
import atelier.perf.result.RunResult;
import atelier.perf.result.Verdict;
import atelier.perf.simulation.RunOfGatling.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares real runs with a baseline, against a server whose latency changes from 20 ms to 25 ms. It takes minutes and is not part of the
 * build:
 *
 * <pre>mvn verify -pl atelier-perf -Pexperiment</pre>
 *
 * <p>{@code BaselineGateRatesTest}, which is part of the build, simulates how often the gate is wrong.
 */
@Tag("experiment")
class BaselineRunIT {
    private static final int RECORDED = 8;
    private static final int COMPARED = 4;

    @TempDir
    Path folder;

    @Test
    void slowerServerFailsAndTheSamePasses() throws Exception {
        try (TestApi api = TestApi.start()) {
            api.delay(20);
            for (int run = 1; run <= RECORDED; run++) {
                assertThat(run(api, "record").text()).contains("recorded");
            }
            for (int run = 1; run <= COMPARED; run++) {
                Ended same = run(api, "compare");
                print("20 ms", same);
                assertThat(same.result().verdict()).as(same.text()).isEqualTo(Verdict.PASS);
                assertThat(same.status()).isZero();
            }
            api.delay(25);
            for (int run = 1; run <= COMPARED; run++) {
                Ended slower = run(api, "compare");
                print("25 ms", slower);
                assertThat(slower.status()).as(slower.text()).isEqualTo(2);
                assertThat(slower(slower)).isNotEmpty();
                assertThat(slower.text()).contains("slower in the faster of both attempts");
                slower.hasOwnFiles();
            }
        }
    }

    private static void print(String delay, Ended run) throws IOException {
        RunResult result = run.result();
        Comparison comparison = Objects.requireNonNull(result.comparison());
        System.out.printf(
                Locale.ROOT,
                "%s: %s in attempt %d, beside %d runs; slower: %s%n",
                delay,
                result.verdict(),
                result.attempt(),
                comparison.baselineRuns(),
                slower(run));
    }

    private static List<Check> slower(Ended run) throws IOException {
        return run.result().checks().stream()
                .filter(check -> check.gate() == Gate.BASELINE && check.verdict() == Verdict.FAIL)
                .toList();
    }

    private Ended run(TestApi api, String baseline) throws IOException, InterruptedException {
        Path limits = Files.writeString(folder.resolve("slo.yml"), "steady: {routes: {all: {errors: 0}}}");
        try (RunOfGatling run = RunOfGatling.start(
                folder.resolve("reports"),
                "target=" + api.address(),
                "profile=steady",
                "mix=flat",
                "rate=200",
                "duration=3s",
                "warmup=2s",
                "baseline=" + baseline,
                "slo=" + limits)) {
            return run.end();
        }
    }
}
