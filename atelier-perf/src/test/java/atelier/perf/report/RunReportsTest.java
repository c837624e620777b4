package atelier.perf.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import atelier.perf.result.RunResult;
import atelier.perf.service.RunLock;
import atelier.perf.settings.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportsTest {
    private static final RunResult RUN = SyntheticRuns.runs(1, 5).get(0);

    @TempDir
    private Path path;

    @Test
    void newRunIsTheOneCreatedSinceOpening() throws Exception {
        gatlingRun("steady-2");
        RunReports reports = RunReports.open(path, null);
        Files.createDirectory(path.resolve("zebra"));

        assertThatIOException()
                .isThrownBy(reports::newRun)
                .withMessage("Gatling created no folder for the run in " + path.toRealPath());
        gatlingRun("steady-1");
        assertThat(reports.newRun().id()).isEqualTo("steady-1");
    }

    @Test
    void folderIsCreated() {
        Path deeper = path.resolve("a/b");

        RunReports.open(deeper, null);

        assertThat(deeper).isDirectory();
    }

    @Test
    void invalidFolderIsRefused() throws Exception {
        Path file = Files.writeString(path.resolve("file"), "");

        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> RunReports.open(file, null))
                .withMessageStartingWith("the reports cannot be written to " + file + ": ");
    }

    @Test
    void runWithoutEnoughDiskSpaceIsRefused() throws Exception {
        RunReports reports = RunReports.open(path, null);

        reports.disk().reserve(1_000);
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> reports.disk().reserve(1e15))
                .withMessageStartingWith(path.toRealPath() + " has ")
                .withMessageEndingWith(": free disk space, or set another folder with -Dreports");
    }

    @Test
    void secondRunInTheSameFolderIsRefused() throws Exception {
        RunReports first = RunReports.open(path, null);
        RunReports second = RunReports.open(path, null);

        try (RunLock held = first.lock()) {
            assertThat(held).isNotNull();
            assertThatExceptionOfType(UsageException.class)
                    .isThrownBy(second::lock)
                    .withMessageStartingWith("Another run writes to " + path.toRealPath());
        }
        second.lock().close();
    }

    @Test
    void runHistoryAndBuildServersSummaryAreWritten() throws Exception {
        Path stepSummary = Files.writeString(path.resolve("step.md"), "before\n");
        RunReports reports = RunReports.open(path, stepSummary.toString());
        RunFolder folder = new RunFolder(gatlingRun(RUN.id()));

        assertThat(reports.write(folder, RUN)).isEmpty();
        assertThat(reports.writePage(Map.of())).isEmpty();

        assertThat(folder.read()).isEqualTo(RUN);
        assertThat(stepSummary).hasContent("before\n" + Summary.markdown(RUN));
        assertThat(new History(path.resolve("history.jsonl")).read()).hasSize(1);
        assertThat(reports.page()).content().contains(RUN.id());
        assertThat(path.resolve(".reserve")).doesNotExist();
    }

    @Test
    void blankStepSummaryIsIgnored() throws Exception {
        assertThat(RunReports.open(path, " ").write(new RunFolder(gatlingRun(RUN.id())), RUN))
                .isEmpty();
    }

    @Test
    void everyUnwritableFileIsReported() throws Exception {
        Path stepSummary = Files.createDirectory(path.resolve("step.md"));
        RunReports reports = RunReports.open(path, stepSummary.toString());
        RunFolder folder = new RunFolder(gatlingRun(RUN.id()));
        Files.createDirectory(path.resolve("history.jsonl"));
        Files.createDirectory(path.resolve("index.html"));
        Files.createDirectory(folder.path().resolve("result.json"));

        assertThat(reports.write(folder, RUN))
                .hasSize(3)
                .anyMatch(problem -> problem.contains("result.json could not be written: "))
                .anyMatch(problem -> problem.contains("history.jsonl could not be written: "))
                .anyMatch(problem -> problem.contains("step.md could not be written: "));
        assertThat(reports.writePage(Map.of())).hasSize(1);
        assertThat(folder.path().resolve("junit.xml")).isNotEmptyFile();
    }

    private Path gatlingRun(String id) throws IOException {
        Path folder = Files.createDirectories(path.resolve(id));
        Files.writeString(folder.resolve("simulation.log"), "");
        return folder;
    }
}
