package atelier.perf.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Says which tests of the build were skipped, after all others; failsafe's execution "skipped" runs it. On a build server it fails if the
 * machine was too busy for many tests that send load, because then the build says nothing about them.
 */
@Tag("skipped")
class SkippedTestsIT {
    /** Of about ten tests that assume that the load is sent on time. */
    private static final int MOST_WITH_LATE_LOAD = 3;

    @Test
    void mostTestsThatSendLoadDidSoOnTime() throws IOException {
        List<Path> folders = Stream.of("../atelier-service", "../atelier-benchmark", ".", "it")
                .flatMap(module ->
                        Stream.of("surefire", "failsafe").map(plugin -> Path.of(module, "target", plugin + "-reports")))
                .toList();
        TestReports reports = TestReports.read(folders, Instant.parse(System.getProperty("build.begun")));

        System.out.println(reports.text());
        if (onBuildServer()) {
            assertThat(reports.tests()).isPositive();
            assertThat(reports.skipped().stream().filter(TestReports.Skipped::forLateLoad))
                    .as("tests that the machine was too busy for")
                    .hasSizeLessThanOrEqualTo(MOST_WITH_LATE_LOAD);
        }
    }

    private static boolean onBuildServer() {
        String variable = System.getenv("CI");
        return variable != null && !variable.isBlank() && !variable.equals("false");
    }
}
