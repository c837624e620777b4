package atelier.perf.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import atelier.perf.result.ServerFigures;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTimesTest {
    @TempDir
    private Path process;

    private static final String NAME = ManagementFactory.getRuntimeMXBean().getName();

    @Test
    void compilersOfAProcessOnThisMachineAreFound() {
        assumeThat(Path.of("/proc/self/schedstat"))
                .as("the kernel tells the time of threads")
                .matches(Files::exists);

        ProcessTimes times = ProcessTimes.of(metrics(NAME, uptime())).orElseThrow();

        assertThat(times.compilers().unknown()).isEmpty();
        assertThat(times.compilers().nanoseconds().values()).isNotEmpty().allMatch(nanoseconds -> nanoseconds > 0);
        assertThat(times.backends()).as("this test has no PostgreSQL").isNull();
    }

    @Test
    void processThatStartedAtAnotherTimeIsNotTheNode() {
        assertThat(ProcessTimes.of(metrics(NAME, uptime() + 60_000))).isEmpty();
    }

    @Test
    void nodeThatDoesNotTellItsProcessHasNoTimes() {
        assertThat(ProcessTimes.of(metrics("somewhere", uptime()))).isEmpty();
        assertThat(ProcessTimes.of(metrics("", 0))).isEmpty();
    }

    @Test
    void timesAreDifferencesAndThoseThatBeganLaterCountFromZero() {
        ThreadTimes before = ThreadTimes.known(Map.of(1L, 5_000_000L, 2L, 9_000_000L));
        ThreadTimes after = ThreadTimes.known(Map.of(1L, 7_000_000L, 3L, 4_000_000L));

        assertThat(after.millisSince(before)).hasValue(6);
    }

    @Test
    void timeThatWasUnknownOnceIsUnknown() {
        ThreadTimes known = ThreadTimes.known(Map.of(1L, 5_000_000L));
        ThreadTimes unknown = ThreadTimes.unknown("it cannot be read");

        assertThat(known.millisSince(unknown)).isEmpty();
        assertThat(unknown.millisSince(known)).isEmpty();
    }

    @Test
    void compilersAreReadByTheirNames() throws IOException {
        thread(11, "C2 CompilerThre", "7000000 10 3\n");
        thread(12, "C1 CompilerThre", "2000000 10 3\n");
        thread(13, "main", "9000000 10 3\n");

        assertThat(ProcessTimes.of(process).compilers())
                .isEqualTo(ThreadTimes.known(Map.of(11L, 7_000_000L, 12L, 2_000_000L)));
    }

    /** A kernel that does not count says 0; one without this file, or a container's, says nothing. */
    @Test
    void compilersWhoseTimeTheKernelDoesNotTellAreUnknown() throws IOException {
        thread(11, "C2 CompilerThre", "7000000 10 3\n");
        Path other = thread(12, "C1 CompilerThre", "0 0 0\n");

        assertThat(ProcessTimes.of(process).compilers().unknown()).isEqualTo(other + " does not tell it");
        Files.delete(other);
        assertThat(ProcessTimes.of(process).compilers().unknown()).isEqualTo(other + " does not tell it");
        Files.createDirectory(other);
        assertThat(ProcessTimes.of(process).compilers().unknown()).isEqualTo(other + " does not tell it");
    }

    @Test
    void processWithoutThreadsOfCompilersHasUnknownTimes() throws IOException {
        assertThat(ProcessTimes.of(process).compilers().unknown()).startsWith("it cannot be read: ");
        thread(13, "JIT Compilation", "9000000 10 3\n");
        assertThat(ProcessTimes.of(process).compilers().unknown()).endsWith("task has no thread with their names");
    }

    @Test
    void databaseIsUnknownIfTheFolderOfItsDataIs() throws IOException {
        Files.writeString(process.resolve("environ"), "");
        thread(11, "C2 CompilerThre", "7000000 10 3\n");

        ProcessTimes times = ProcessTimes.of(process);

        assertThat(Objects.requireNonNull(times.backends()).unknown()).contains("cwd");
        assertThat(times.compilers().unknown()).isEmpty();
    }

    @Test
    void figureOfANodeSaysWhyATimeIsMissing() throws IOException {
        Path counts = thread(11, "C2 CompilerThre", "7000000 10 3\n");
        NodeMetrics before = node(5_000_000);
        Files.writeString(counts, "0 0 0\n");

        ServerFigures figures = node(95_000_000).since(before);

        assertThat(figures.problem()).startsWith("CPU ms of compilers are unknown: " + counts + " does not tell it");
        assertThat(figures.figures())
                .containsEntry("CPU µs per request with the JVM's compilers", 900.0)
                .doesNotContainKey("CPU µs per request");
    }

    private NodeMetrics node(long nanoseconds) {
        JsonNode metrics = metrics(NAME, uptime());
        ((ObjectNode) metrics.path("gauges")).putObject("jvm.cpu.nanoseconds").put("value", nanoseconds);
        ((ObjectNode) metrics)
                .putObject("timers")
                .putObject("io.dropwizard.jetty.MutableServletContextHandler.requests")
                .put("count", nanoseconds / 900_000);
        return new NodeMetrics("127.0.0.1:1", System.nanoTime(), metrics, Optional.of(ProcessTimes.of(process)), "");
    }

    /** Makes the folder of a thread, and returns the file with its time. */
    private Path thread(int number, String name, String times) throws IOException {
        Path folder = Files.createDirectories(process.resolve("task").resolve(Integer.toString(number)));
        Files.writeString(folder.resolve("comm"), name + "\n");
        return Files.writeString(folder.resolve("schedstat"), times);
    }

    private static long uptime() {
        return ManagementFactory.getRuntimeMXBean().getUptime();
    }

    private static JsonNode metrics(String name, long uptime) {
        ObjectNode gauges = new ObjectMapper().createObjectNode();
        gauges.putObject("jvm.attribute.name").put("value", name);
        gauges.putObject("jvm.attribute.uptime").put("value", uptime);
        ObjectNode metrics = new ObjectMapper().createObjectNode();
        metrics.set("gauges", gauges);
        return metrics;
    }
}
