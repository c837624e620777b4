package atelier.perf.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.result.Check;
import atelier.perf.result.Check.Gate;
import atelier.perf.result.Comparison;
import atelier.perf.result.Verdict;
import atelier.perf.simulation.RunOfGatling.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs beside a baseline. They are as short as they can be; {@code BaselineGateRatesTest} says how often the gate is wrong. */
class BaselineRunIT {
    private static final int RUNS = 5;

    @TempDir
    Path folder;

    @Test
    void areFoundSlowerWhenTheServiceIs() throws Exception {
        try (TestApi api = TestApi.start()) {
            api.delay(20);
            for (int recorded = 1; recorded <= RUNS; recorded++) {
                assertThat(run(api, "record").text()).contains("recorded, %d needed".formatted(RUNS));
            }

            Ended same = run(api, "compare");

            assertThat(same.text()).contains("PASS: steady");
            Comparison comparison = Objects.requireNonNull(same.result().comparison());
            assertThat(comparison.baselineRuns()).isEqualTo(RUNS);
            assertThat(slower(same)).isEmpty();
            assertThat(same.status()).isZero();

            api.delay(25);
            Ended slower = run(api, "compare");

            assertThat(slower.status()).as(slower.text()).isEqualTo(2);
            assertThat(slower(slower)).isNotEmpty();
            assertThat(slower.text()).contains("FAIL: steady", "slower in the faster of both attempts");
            slower.hasAllFiles();
        }
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
            return run.end().assumePunctual();
        }
    }
}
