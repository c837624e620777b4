package atelier.perf.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import atelier.perf.parallel.Alone;
import atelier.perf.result.Level;
import atelier.perf.result.RunResult;
import atelier.perf.result.Verdict;
import atelier.perf.simulation.RunOfGatling.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with a changing rate, or with changing latencies. */
@Alone("the verdict depends on latencies, and on requests that are sent on time")
class ShapedRunIT {
    private static final String LIMITS = """
            capacity:
              minRate: 100
              routes:
                all: {p99: 100, errors: 0.1}
            stress:
              routes:
                all: {p95: 60, errors: 0}
            soak:
              routes:
                all: {p95: 200, errors: 0}
            """;

    @TempDir
    Path folder;

    @Test
    void capacityRunFindsTheCapacityAndEndsThere() throws Exception {
        try (TestApi api = TestApi.start()) {
            api.oneAtATime(3);

            Ended run = run(api, "profile=capacity", "rate=270", "duration=3s", "warmup=3s", "mix=flat");

            RunResult result = run.result();
            assumeThat(result.levels())
                    .as("the load was sent on time: %s", run.text())
                    .noneMatch(
                            level -> level.targetRate() < 400 && level.detail().contains("the generator"));
            assertThat(run.status()).as(run.text()).isZero();
            assertThat(result.verdict()).as(run.text()).isEqualTo(Verdict.PASS);
            run.hasAllFiles();
            double knee = result.levels().stream()
                    .filter(Level::held)
                    .map(Level::targetRate)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            System.out.printf(
                    Locale.ROOT,
                    "capacity: %.0f/s found, 333/s are there; %d levels%n",
                    knee,
                    result.levels().size());
            assertThat(knee).isBetween(260.0, 400.0);
            assertThat(result.levels()).hasSizeLessThan(15).last().matches(level -> !level.held());
            assertThat(result.interrupted()).isTrue();
        }
    }

    @Test
    void stressRunForgivesTheSpikeButNotTheTimeAfterIt() throws Exception {
        try (TestApi kind = TestApi.start();
                TestApi stubborn = TestApi.start()) {
            // About 120 requests of warm-up, 400 before the spike and 1,000 in it.
            kind.delayByNumber(number -> number > 550 && number < 1_620 ? 150 : 5);
            stubborn.delayByNumber(number -> number > 550 ? 150 : 5);
            String[] settings = {"profile=stress", "rate=100", "duration=12s", "warmup=2s", "mix=flat"};
            try (RunOfGatling forgiven = start(kind, "kind", settings);
                    RunOfGatling blamed = start(stubborn, "stubborn", settings)) {

                Ended run = forgiven.end().assumePunctual();
                assertThat(run.status()).as(run.text()).isZero();
                assertThat(run.result().verdict()).isEqualTo(Verdict.PASS);

                run = blamed.end().assumePunctual();
                assertThat(run.status()).as(run.text()).isEqualTo(2);
                assertThat(run.history()).hasSize(2);
            }
        }
    }

    @Test
    void soakRunFailsWhenTheServiceBecomesSlower() throws Exception {
        try (TestApi slowing = TestApi.start();
                TestApi even = TestApi.start()) {
            slowing.delay(second -> 10 + 2 * second);
            even.delay(10);
            String[] settings = {"profile=soak", "rate=80", "duration=8s", "warmup=1s", "mix=flat"};
            try (RunOfGatling failing = start(slowing, "slowing", settings);
                    RunOfGatling passing = start(even, "even", settings)) {

                Ended run = failing.end().assumePunctual();
                assertThat(run.status()).as(run.text()).isEqualTo(2);
                assertThat(run.text()).contains("FAIL does not get slower: typical latency");
                assertThat(run.history()).hasSize(1);

                run = passing.end().assumePunctual();
                assertThat(run.status()).as(run.text()).isZero();
                assertThat(run.result().verdict()).isEqualTo(Verdict.PASS);
            }
        }
    }

    private Ended run(TestApi api, String... settings) throws IOException, InterruptedException {
        try (RunOfGatling run = start(api, "reports", settings)) {
            return run.end();
        }
    }

    private RunOfGatling start(TestApi api, String reports, String... settings) throws IOException {
        Path limits = Files.writeString(folder.resolve("slo.yml"), LIMITS);
        String[] all = new String[settings.length + 2];
        all[0] = "target=" + api.address();
        all[1] = "slo=" + limits;
        System.arraycopy(settings, 0, all, 2, settings.length);
        return RunOfGatling.start(folder.resolve(reports), all);
    }
}
