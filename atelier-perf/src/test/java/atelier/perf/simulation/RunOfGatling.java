package atelier.perf.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import atelier.perf.parallel.DefaultSignals;
import atelier.perf.parallel.TestReports;
import atelier.perf.report.History;
import atelier.perf.report.RunFolder;
import atelier.perf.result.Check.Gate;
import atelier.perf.result.HistoryEntry;
import atelier.perf.result.RunResult;
import atelier.perf.result.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A run in its own process, started as {@code mvn gatling:test} starts it. */
final class RunOfGatling implements AutoCloseable {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final int LONGEST_SECONDS = 120;

    /** A setting for runs whose pages by Gatling are part of a test. They take as much processor time as a short run. */
    static final String WITH_PAGES = "gatling.noReports=false";

    private final Process process;
    private final Path output;
    private final Path reports;

    private RunOfGatling(Process process, Path output, Path reports) {
        this.process = process;
        this.output = output;
        this.reports = reports;
    }

    /**
     * A run that has ended.
     *
     * @param lines the printed lines
     */
    record Ended(int status, List<String> lines, Path reports) {

        /** Returns the printed text. */
        String text() {
            return String.join("\n", lines);
        }

        /** Returns the results of all runs in the folder, oldest first. A run that could not begin has none, and fails the test. */
        List<RunResult> results() throws IOException {
            List<RunResult> results = new ArrayList<>();
            for (HistoryEntry entry : history()) {
                results.add(new RunFolder(reports.resolve(entry.id())).read());
            }
            assertThat(results)
                    .as("the run has a result; it printed: %s", text())
                    .isNotEmpty();
            return results;
        }

        /** Returns the last run's result. */
        RunResult result() throws IOException {
            List<RunResult> results = results();
            return results.get(results.size() - 1);
        }

        List<HistoryEntry> history() throws IOException {
            return new History(reports.resolve("history.jsonl")).read();
        }

        /** Skips the rest of the test if the run says that this machine was too busy to send the load on time. */
        Ended assumePunctual() throws IOException {
            for (RunResult result : results()) {
                assumeThat(result.checks())
                        .as("%s: %s", TestReports.SENT_ON_TIME, text())
                        .noneMatch(check -> check.gate() == Gate.VALIDITY && check.verdict() == Verdict.INCONCLUSIVE);
            }
            return this;
        }

        /** Checks that the last run has written all its files, and Gatling its pages, for which it needs {@link #WITH_PAGES}. */
        Ended hasAllFiles() throws IOException {
            assertThat(reports.resolve(result().id()).resolve("index.html")).isNotEmptyFile();
            return hasOwnFiles();
        }

        /** Checks that the last run has written all its files, except for Gatling's pages. */
        Ended hasOwnFiles() throws IOException {
            Path folder = reports.resolve(result().id());
            for (String name : List.of("result.json", "summary.md", "junit.xml", "simulation.log")) {
                assertThat(folder.resolve(name)).isNotEmptyFile();
            }
            assertThat(reports.resolve("index.html"))
                    .content()
                    .contains(result().id())
                    .contains("</html>");
            assertThat(reports.resolve(".reserve")).doesNotExist();
            assertThat(lines.subList(lines.size() - 2, lines.size()))
                    .containsExactly(
                            "This run:  " + folder.resolve("summary.md"),
                            "All runs:  " + reports.resolve("index.html"));
            return this;
        }
    }

    /** Starts a run on a developer's machine. */
    static RunOfGatling start(Path reports, String... settings) throws IOException {
        return start(command(reports, settings), reports, false);
    }

    /** Starts a run on a build server. */
    static RunOfGatling startOnBuildServer(Path reports, String... settings) throws IOException {
        return start(command(reports, settings), reports, true);
    }

    private static RunOfGatling start(List<String> command, Path reports, boolean buildServer) throws IOException {
        Path output = Files.createTempFile("run", ".txt");
        ProcessBuilder builder = new ProcessBuilder(DefaultSignals.command(command))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().remove("CI");
        builder.environment().remove("GITHUB_STEP_SUMMARY");
        if (buildServer) {
            builder.environment().put("CI", "true");
        }
        return new RunOfGatling(builder.start(), output, reports);
    }

    /** Returns a folder for preferences. Java prints a message if it must create it. */
    private static Path preferences() throws IOException {
        Path folder = Files.createDirectories(Path.of("target/preferences").toAbsolutePath());
        Path preferences = Files.createTempDirectory(folder, "run");
        Files.createDirectories(preferences.resolve(".java/.userPrefs"));
        return preferences;
    }

    private static List<String> command(Path reports, String... settings) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx1G",
                // In a short run the second compiler and parallel collection cost more than they save.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:-BytecodeVerificationRemote",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED"));
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"));
        }
        command.addAll(List.of(
                "-Dproject=" + PROJECT,
                "-Dreports=" + reports,
                "-Djdk.console=java.base",
                // Gatling stores preferences; parallel runs would wait for their lock and log warnings.
                "-Djava.util.prefs.userRoot=" + preferences(),
                "-Dhttps.proxyHost=127.0.0.1",
                "-Dhttps.proxyPort=9"));
        command.add("-Dgatling.noReports=true");
        Stream.of(settings).map(setting -> "-D" + setting).forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.gatling.app.Gatling"));
        command.addAll(List.of("-s", AtelierSimulation.class.getName(), "-rf", reports.toString()));
        return command;
    }

    /** Waits for the end, including a second attempt. */
    Ended end() throws IOException, InterruptedException {
        assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                .as("the run ends; so far it has written %s", lines())
                .isTrue();
        return new Ended(process.exitValue(), lines(), reports);
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(output);
    }

    /** Sends a signal by its name, for example {@code INT}. */
    void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(status).isZero();
    }

    /** Ends the processes of the run. */
    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        Files.deleteIfExists(output);
    }
}
