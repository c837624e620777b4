package atelier.perf.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import atelier.perf.parallel.Alone;
import atelier.perf.parallel.TestReports;
import atelier.perf.result.Level;
import atelier.perf.result.RunResult;
import atelier.perf.result.Verdict;
import atelier.perf.simulation.RunOfGatling.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with a changing rate, or with changing latencies. */
@Alone("the verdict depends on latencies, and on requests that are sent on time")
class ShapedRunIT {
    private static final String LIMITS = """
            capacity:
              minRate: 100
              routes:
                all: {p99: 300, errors: 0.1}
            stress:
              routes:
                all: {p95: 60, errors: 0}
            soak:
              routes:
                all: {p95: 200, errors: 0}
            """;

    /** Longer than the start of five JVMs, so that no run measures while another one starts. */
    private static final int WARM_UP_SECONDS = 6;

    private static final String WARM_UP = "warmup=" + WARM_UP_SECONDS + "s";

    @TempDir
    private static Path folder;

    private static final List<AutoCloseable> OPENED = new ArrayList<>();

    private static RunOfGatling capacity;
    private static RunOfGatling forgiven;
    private static RunOfGatling blamed;
    private static RunOfGatling failing;
    private static RunOfGatling passing;

    /** Starts all runs at the same time, because their processes mostly wait. */
    @BeforeAll
    static void start() throws IOException {
        TestApi oneAtATime = api();
        oneAtATime.oneAtATime(3);
        TestApi kind = api();
        // About 360 requests of warm-up, 400 before the spike and 1,000 in it.
        kind.delayByNumber(number -> number > 790 && number < 1_860 ? 150 : 5);
        TestApi stubborn = api();
        stubborn.delayByNumber(number -> number > 790 ? 150 : 5);
        TestApi slowing = api();
        slowing.delay(second -> 10 + 5 * Math.max(0, second - WARM_UP_SECONDS));
        TestApi even = api();
        even.delay(10);
        String[] stress = {"profile=stress", "rate=100", "duration=12s", WARM_UP};
        String[] soak = {"profile=soak", "rate=80", "duration=8s", WARM_UP};
        capacity = run(oneAtATime, "capacity", "profile=capacity", "rate=270", "duration=3s", WARM_UP);
        forgiven = run(kind, "kind", stress);
        blamed = run(stubborn, "stubborn", stress);
        failing = run(slowing, "slowing", soak);
        passing = run(even, "even", soak);
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable opened : OPENED) {
            opened.close();
        }
        OPENED.clear();
    }

    @Test
    void capacityRunFindsTheCapacityAndEndsThere() throws Exception {
        Ended run = capacity.end();

        RunResult result = run.result();
        assumeThat(result.levels())
                .as("%s: %s", TestReports.SENT_ON_TIME, run.text())
                .noneMatch(level -> level.targetRate() < 400 && level.detail().contains("the generator"));
        assertThat(run.status()).as(run.text()).isZero();
        assertThat(result.verdict()).as(run.text()).isEqualTo(Verdict.PASS);
        run.hasOwnFiles();
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

    @Test
    void stressRunForgivesTheSpike() throws Exception {
        Ended run = forgiven.end().assumePunctual();

        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.result().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void stressRunDoesNotForgiveTheTimeAfterTheSpike() throws Exception {
        Ended run = blamed.end().assumePunctual();

        assertThat(run.status()).as(run.text()).isEqualTo(2);
        assertThat(run.history()).hasSize(2);
    }

    @Test
    void soakRunFailsWhenTheServiceBecomesSlower() throws Exception {
        Ended run = failing.end().assumePunctual();

        assertThat(run.status()).as(run.text()).isEqualTo(2);
        assertThat(run.text()).contains("FAIL does not get slower: typical latency");
        assertThat(run.history()).hasSize(1);
    }

    @Test
    void soakRunPassesWhenTheServiceStaysAsFast() throws Exception {
        Ended run = passing.end().assumePunctual();

        assertThat(run.status()).as(run.text()).isZero();
        assertThat(run.result().verdict()).isEqualTo(Verdict.PASS);
    }

    private static TestApi api() throws IOException {
        TestApi api = TestApi.start();
        OPENED.add(api);
        return api;
    }

    private static RunOfGatling run(TestApi api, String reports, String... settings) throws IOException {
        Path limits = Files.writeString(folder.resolve("slo.yml"), LIMITS);
        RunOfGatling run = RunOfGatling.start(
                folder.resolve(reports),
                Stream.concat(Stream.of("target=" + api.address(), "slo=" + limits, "mix=flat"), Stream.of(settings))
                        .toArray(String[]::new));
        OPENED.add(run);
        return run;
    }
}
