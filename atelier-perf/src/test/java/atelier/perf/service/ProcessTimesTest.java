package atelier.perf.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessTimesTest {
    private static final String NAME = ManagementFactory.getRuntimeMXBean().getName();

    @Test
    void compilersOfAProcessOnThisMachineAreFound() {
        assumeThat(Path.of("/proc/self/schedstat"))
                .as("the kernel tells the time of threads")
                .matches(Files::exists);

        ProcessTimes times = ProcessTimes.of(metrics(NAME, uptime())).orElseThrow();

        assertThat(times.compilers()).isNotEmpty();
        assertThat(times.compilers().values()).anyMatch(nanoseconds -> nanoseconds > 0);
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
        ProcessTimes before = new ProcessTimes(Map.of(1L, 5_000_000L, 2L, 9_000_000L), Map.of(7L, 1_000_000L));
        ProcessTimes after = new ProcessTimes(Map.of(1L, 7_000_000L, 3L, 4_000_000L), Map.of(7L, 3_500_000L));

        assertThat(after.compilerMillisSince(before)).isEqualTo(6);
        assertThat(after.databaseMillisSince(before)).contains(2.5);
        assertThat(after.databaseMillisSince(new ProcessTimes(Map.of(), null))).isEmpty();
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
