package atelier.perf.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import atelier.perf.parallel.BesideOthers;
import atelier.perf.parallel.FullTier;
import atelier.perf.result.RunResult;
import atelier.perf.result.Verdict;
import atelier.perf.simulation.RunOfGatling.Ended;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/** Runs that are interrupted, or cannot write their results. */
@Order(2)
@Execution(CONCURRENT)
class EndedRunIT {
    /** A build server kills a process ten seconds after its signal. */
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private TestApi api;

    @BeforeEach
    void start() throws IOException {
        api = TestApi.start();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    @FullTier("two runs of Gatling that signals end; MisbehavingServiceTest and JudgeTest have the interrupted run")
    @BesideOthers
    void interruptedRunKeepsItsMeasurement() throws Exception {
        try (TestApi other = TestApi.start();
                RunOfGatling byHand = start(api, "by-hand", "warmup=1s", RunOfGatling.WITH_PAGES);
                RunOfGatling byManager = start(other, "by-manager", "warmup=1s")) {
            api.awaitRequests(600);
            byHand.signal("INT");
            other.awaitRequests(600);
            byManager.signal("TERM");

            for (RunOfGatling running : new RunOfGatling[] {byHand, byManager}) {
                long received = System.nanoTime();
                Ended run = running.end();
                assertThat(Duration.ofNanos(System.nanoTime() - received)).isLessThan(LONGEST_END);
                run.hasOwnFiles();
                RunResult result = run.result();
                assertThat(result.interrupted()).isTrue();
                assertThat(result.verdict()).as(run.text()).isEqualTo(Verdict.INCONCLUSIVE);
                assertThat(result.seconds()).isBetween(0.5, 15.0);
                assertThat(result.overall().requests()).isGreaterThan(200);
                assertThat(result.achievedRate()).isBetween(100.0, 240.0);
                assertThat(run.text()).contains("INCONCLUSIVE: steady", "interrupted after");
                assertThat(run.status()).isGreaterThan(128);
            }
        }
    }

    @Test
    @FullTier("waits ten seconds for responses that do not come")
    @BesideOthers
    void buildServersTenSecondsAreEnoughIfResponsesAreMissing() throws Exception {
        try (RunOfGatling running = start(api, "reports", "warmup=0s")) {
            api.awaitRequests(200);
            api.spoil(response -> response.with(TestApi.Sending.NOTHING));
            api.awaitRequests(300);
            running.signal("TERM");

            long received = System.nanoTime();
            Ended run = running.end();

            assertThat(Duration.ofNanos(System.nanoTime() - received)).isLessThan(LONGEST_END);
            RunResult result = run.result();
            assertThat(result.interrupted()).isTrue();
            assertThat(result.overall().requests()).isBetween(190L, 300L);
            assertThat(folder.resolve("reports").resolve(result.id())).isDirectoryContaining("glob:**/summary.md");
            assertThat(run.text()).contains("interrupted after", "All runs:  ");
        }
    }

    @Test
    @FullTier("one more run of Gatling that a signal ends")
    @BesideOthers
    void runInterruptedInItsWarmUpMeasuresNothing() throws Exception {
        try (RunOfGatling running = start(api, "reports", "warmup=60s")) {
            api.awaitRequests(200);
            running.signal("INT");

            long received = System.nanoTime();
            Ended run = running.end();

            assertThat(Duration.ofNanos(System.nanoTime() - received)).isLessThan(LONGEST_END);
            RunResult result = run.result();
            assertThat(result.interrupted()).isTrue();
            assertThat(result.verdict()).as(run.text()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(result.overall().requests()).isZero();
        }
    }

    @Test
    @FullTier("mounts a file system, which only root may")
    @BesideOthers
    void runWithoutDiskSpaceDoesNotBegin() throws Exception {
        onSmallDisk("8m", disk -> {
            Ended run = RunOfGatling.start(disk, "target=" + api.address(), "profile=smoke")
                    .end();

            assertThat(run.lines())
                    .singleElement()
                    .asString()
                    .contains(disk + " has 8 MB left, and this run may need 17 MB");
            assertThat(run.status()).isEqualTo(1);
            assertThat(disk.toFile().list()).containsExactly(".lock");
        });
    }

    @Test
    @FullTier("mounts a file system, which only root may")
    @BesideOthers
    void runKeepsItsMeasurementWhenTheDiskBecomesFull() throws Exception {
        onSmallDisk("20m", disk -> {
            try (RunOfGatling running = RunOfGatling.start(
                    disk,
                    "target=" + api.address(),
                    "profile=steady",
                    "mix=flat",
                    "rate=400",
                    "warmup=1s",
                    "duration=60s")) {
                api.awaitRequests(2000);
                fill(disk.resolve("other"));

                Ended run = running.end();

                assertThat(run.status()).isNotZero();
                RunResult result = run.result();
                assertThat(result.verdict()).as(run.text()).isNotEqualTo(Verdict.PASS);
                assertThat(result.overall().requests()).isGreaterThan(500);
                assertThat(run.text()).contains("the disk of " + disk + " became full");
                assertThat(result.seconds()).isLessThan(30);
            }
        });
    }

    private RunOfGatling start(TestApi target, String reports, String... settings) throws IOException {
        return RunOfGatling.start(
                folder.resolve(reports),
                Stream.concat(
                                Stream.of(
                                        "target=" + target.address(),
                                        "profile=steady",
                                        "mix=flat",
                                        "rate=200",
                                        "duration=60s"),
                                Stream.of(settings))
                        .toArray(String[]::new));
    }

    private interface OnDisk {
        void run(Path disk) throws Exception;
    }

    private void onSmallDisk(String size, OnDisk action) throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeThat(status("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk.toString()))
                .as("only root can make a small disk, so what happens on a full one is NOT tested here")
                .isZero();
        try {
            action.run(disk);
        } finally {
            assertThat(status("umount", disk.toString())).isZero();
        }
    }

    private static int status(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static void fill(Path file) throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }
}
