package atelier.perf.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.parallel.TestReports.Skipped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestReportsTest {
    private static final Instant BEGUN = Instant.parse("2026-11-30T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void skippedTestsAreNamedWithTheFirstLineOfTheirReason() throws Exception {
        report("surefire-reports", BEGUN.plusSeconds(1), """
                <testsuite name="atelier.ATest" tests="2">
                  <testcase name="first" classname="atelier.ATest" time="0.1"/>
                  <testcase name="second" classname="atelier.ATest" time="0.1"><skipped message="nginx is installed"/></testcase>
                </testsuite>
                """);
        report("failsafe-reports/alone", BEGUN.plusSeconds(2), """
                <testsuite name="atelier.AnIT" tests="1">
                  <testcase name="third" classname="atelier.AnIT" time="9">
                    <skipped message="&#10;[the load was sent on time: PASS&#10;more]&#10;Expecting" type="aborted"/>
                  </testcase>
                </testsuite>
                """);
        report("failsafe-reports", BEGUN.minusSeconds(1), """
                <testsuite name="atelier.OldIT" tests="1">
                  <testcase name="old" classname="atelier.OldIT" time="9"><skipped message="of an earlier build"/></testcase>
                </testsuite>
                """);

        TestReports reports = TestReports.read(List.of(folder, folder.resolve("missing")), BEGUN);

        assertThat(reports)
                .isEqualTo(new TestReports(
                        3,
                        List.of(
                                new Skipped("AnIT.third", "[the load was sent on time: PASS"),
                                new Skipped("ATest.second", "nginx is installed"))));
        assertThat(reports.skipped()).extracting(Skipped::forLateLoad).containsExactly(true, false);
        assertThat(reports.text()).isEqualTo("""
                2 of 3 tests skipped themselves
                  AnIT.third: [the load was sent on time: PASS
                  ATest.second: nginx is installed""".formatted());
    }

    private void report(String reports, Instant written, String text) throws IOException {
        Path file = Files.writeString(
                Files.createDirectories(folder.resolve(reports)).resolve("TEST-" + written.getEpochSecond() + ".xml"),
                text);
        Files.setLastModifiedTime(file, FileTime.from(written));
    }
}
