package atelier.perf.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import atelier.perf.parallel.Alone;
import atelier.perf.parallel.BesideOthers;
import atelier.perf.parallel.FullTier;
import atelier.perf.result.HistoryEntry;
import atelier.perf.result.Verdict;
import atelier.perf.simulation.RunOfGatling.Ended;
import atelier.perf.simulation.TestApi.Received;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** Runs at a constant rate: their verdict, and the repetition after a failure. */
@Execution(CONCURRENT)
class SteadyRunIT {
    private static final String LIMITS = """
            steady:
              minRate: 150
              routes:
                all: {p95: 40, p99: 60, errors: 0}
            """;

    @TempDir
    Path folder;

    private TestApi api;

    @BeforeEach
    void start() throws IOException {
        api = TestApi.start();
        Files.writeString(folder.resolve("slo.yml"), LIMITS);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    @Alone("the second attempt must be fast enough to pass")
    void passesWhenTheSecondAttemptPasses() throws Exception {
        api.delay(seconds -> api.runs() == 1 ? 80 : 5);

        Ended run = steady(
                        RunOfGatling.WITH_PAGES,
                        "rate=150",
                        "duration=4s",
                        "slo=" + limits("steady: {routes: {all: {p95: 60}}}"))
                .end()
                .assumePunctual();

        assertThat(run.status()).as(run.text()).isZero();
        run.hasAllFiles();
        assertThat(run.history()).extracting(HistoryEntry::attempt).containsExactly(1, 2);
        assertThat(run.history()).extracting(HistoryEntry::verdict).containsExactly(Verdict.FAIL, Verdict.PASS);
        assertThat(run.text()).contains("Repeating the run once: a single failure may be noise");
    }

    @Test
    @FullTier("two more runs of Gatling; JudgeTest has the verdict")
    @BesideOthers
    void tooFewRequestsAreInconclusiveAndFailOnlyOnABuildServer() throws Exception {
        // High limits: requests that are few but slow would fail.
        String[] settings =
                settings("rate=150", "duration=2s", "slo=" + limits("steady: {routes: {all: {p99: 9000, errors: 0}}}"));
        try (RunOfGatling byHand = RunOfGatling.start(folder.resolve("reports"), settings);
                RunOfGatling built = RunOfGatling.startOnBuildServer(folder.resolve("built"), settings)) {
            Ended run = byHand.end();
            assertThat(run.status()).as(run.text()).isZero();
            assertThat(run.result().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(run.text()).contains("requests are too few, 2,000 are needed: use -Dduration=");

            assertThat(built.end().status()).isEqualTo(3);
        }
    }

    @Test
    @FullTier("one more run of Gatling")
    @BesideOthers
    void pausedGeneratorIsInconclusive() throws Exception {
        try (RunOfGatling running = steady("rate=500", "duration=5s")) {
            api.awaitRequests(1200);
            running.signal("STOP");
            TimeUnit.SECONDS.sleep(1);
            running.signal("CONT");

            Ended run = running.end();

            assertThat(run.result().verdict()).as(run.text()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(run.text()).contains("INCONCLUSIVE requests were sent on time");
        }
    }

    @Test
    @FullTier("two more runs of Gatling")
    @BesideOthers
    void failsWhenTheServiceDies() throws Exception {
        try (RunOfGatling running = steady("rate=200", "duration=5s")) {
            api.awaitRequests(600);
            api.close();

            Ended run = running.end();

            assertThat(run.status()).as(run.text()).isNotZero();
            assertThat(run.history()).extracting(HistoryEntry::verdict).containsExactly(Verdict.FAIL);
            assertThat(run.text()).contains("nothing listens at " + api.address());
        }
    }

    @Test
    @FullTier("twelve seconds of page views")
    @BesideOthers
    void pageSendsAtMostSixRequestsAtOnce() throws Exception {
        api.delay(50);

        // The rate is so low that pages do not overlap.
        Ended run = steady("rate=1", "duration=12s", "warmup=0s", "mix=products", "slo=" + limits("steady: {}"))
                .end();

        assertThat(run.status()).as(run.text()).isZero();
        List<Received> received = api.received();
        assertThat(received)
                .allMatch(request -> atOnce(request, received) <= 6)
                .anyMatch(request -> atOnce(request, received) == 6);
        assertThat(received)
                .filteredOn(request -> request.path().endsWith("/related"))
                .isNotEmpty()
                .allMatch(request -> received.stream()
                                .filter(other -> overlap(request, other))
                                .count()
                        >= 3);
    }

    private static long atOnce(Received request, List<Received> received) {
        return received.stream()
                .filter(other -> other.came() <= request.came() && request.came() < other.responded())
                .count();
    }

    private static boolean overlap(Received one, Received other) {
        return one.came() < other.responded() && other.came() < one.responded();
    }

    private RunOfGatling steady(String... settings) throws IOException {
        return RunOfGatling.start(folder.resolve("reports"), settings(settings));
    }

    private String[] settings(String... settings) {
        return Stream.concat(
                        Stream.of(
                                "target=" + api.address(),
                                "profile=steady",
                                "mix=flat",
                                "warmup=2s",
                                "slo=" + folder.resolve("slo.yml")),
                        Stream.of(settings))
                .toArray(String[]::new);
    }

    private Path limits(String text) throws IOException {
        return Files.writeString(folder.resolve("other-slo.yml"), text);
    }
}
