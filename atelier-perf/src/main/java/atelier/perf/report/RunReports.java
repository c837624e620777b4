package atelier.perf.report;

import atelier.perf.result.HistoryEntry;
import atelier.perf.result.Objectives;
import atelier.perf.result.RunResult;
import atelier.perf.service.RunLock;
import atelier.perf.settings.Profile;
import atelier.perf.settings.UsageException;
import atelier.perf.verdict.Baselines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder {@code reports/}: a folder per run, the history, the page over all runs, and the baselines. */
public final class RunReports {
    private static final int SHOWN_IN_DETAIL = 10;
    private final Path path;
    private final DiskSpace disk;
    private final Set<String> before;
    private final Optional<Path> stepSummary;

    private RunReports(Path path, Set<String> before, Optional<Path> stepSummary) {
        this.path = path;
        this.disk = new DiskSpace(path);
        this.before = before;
        this.stepSummary = stepSummary;
    }

    /**
     * Opens the folder for a run, and creates it if necessary.
     *
     * @param stepSummary the file to which the run's summary is appended, {@code GITHUB_STEP_SUMMARY}; null or blank for none
     * @throws UsageException if it cannot be opened
     */
    public static RunReports open(Path path, @Nullable String stepSummary) {
        try {
            Path folder = Files.createDirectories(path).toRealPath();
            Optional<Path> summary = Optional.ofNullable(stepSummary)
                    .filter(file -> !file.isBlank())
                    .map(Path::of);
            return new RunReports(folder, runs(folder), summary);
        } catch (IOException e) {
            throw new UsageException("the reports cannot be written to %s: %s".formatted(path, e), e);
        }
    }

    public Path path() {
        return path;
    }

    /**
     * Locks the folder: two runs would disturb each other's figures and files.
     *
     * @throws UsageException if another run holds the lock, or the folder is not writable
     */
    public RunLock lock() {
        try {
            return RunLock.take(
                    path.resolve(".lock"),
                    "Another run writes to %s: wait until it ends, or set another folder with -Dreports"
                            .formatted(path));
        } catch (IOException e) {
            throw new UsageException("the reports cannot be written to %s: %s".formatted(path, e), e);
        }
    }

    /** Returns the baselines of a profile. */
    public Baselines baselines(Profile profile) {
        return new Baselines(path.resolve("baselines").resolve(profile.word() + ".json"));
    }

    /** Returns the disk space. */
    public DiskSpace disk() {
        return disk;
    }

    /**
     * Returns the folder that Gatling has created since this was opened.
     *
     * @throws IOException if there is none
     */
    public RunFolder newRun() throws IOException {
        return runs(path).stream()
                .filter(run -> !before.contains(run))
                .max(String::compareTo)
                .map(run -> new RunFolder(path.resolve(run)))
                .orElseThrow(() -> new IOException("Gatling created no folder for the run in " + path));
    }

    /**
     * Writes a run's results, adds it to the history, and appends its summary to the build server's.
     *
     * @return one sentence for each file that could not be written
     */
    public List<String> write(RunFolder folder, RunResult run) {
        List<String> problems = new ArrayList<>();
        attempt(problems, path, disk::release);
        problems.addAll(folder.write(run));
        History history = history();
        attempt(problems, history.file(), () -> history.add(HistoryEntry.of(run)));
        stepSummary.ifPresent(file -> attempt(
                problems,
                file,
                () -> Files.writeString(
                        file, Summary.markdown(run), StandardOpenOption.CREATE, StandardOpenOption.APPEND)));
        return problems;
    }

    /** Writes the page over all runs. Call it last, because it links only files that exist. */
    public List<String> writePage(Map<String, Objectives> objectives) {
        List<String> problems = new ArrayList<>();
        attempt(problems, page(), () -> {
            List<HistoryEntry> entries = history().read();
            List<RunResult> latest = new ArrayList<>();
            for (HistoryEntry entry : entries.subList(Math.max(0, entries.size() - SHOWN_IN_DETAIL), entries.size())) {
                RunResult run = read(entry.id());
                if (run != null) {
                    latest.add(run);
                }
            }
            ReportPage.write(path, entries, latest, objectives);
        });
        return problems;
    }

    /** Returns a message about unreadable lines of the history, which the page leaves out. */
    public Optional<String> unreadable() {
        try {
            long lines = history().unreadable();
            return lines == 0
                    ? Optional.empty()
                    : Optional.of("%s: lines that cannot be read, and are left out: %s"
                            .formatted(history().file(), lines));
        } catch (IOException e) {
            return Optional.of("%s cannot be read: %s".formatted(history().file(), e));
        }
    }

    public Path page() {
        return path.resolve("index.html");
    }

    private @Nullable RunResult read(String id) {
        try {
            return new RunFolder(path.resolve(id)).read();
        } catch (IOException e) {
            // The folder was removed, or another version wrote it. The history still has the figures.
            return null;
        }
    }

    private History history() {
        return new History(path.resolve("history.jsonl"));
    }

    private static Set<String> runs(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> Files.exists(entry.resolve("simulation.log")))
                    .map(entry -> entry.getFileName().toString())
                    .collect(Collectors.toSet());
        }
    }

    private static void attempt(List<String> problems, Path file, Action action) {
        try {
            action.run();
        } catch (IOException e) {
            problems.add("%s could not be written: %s".formatted(file, e));
        }
    }

    private interface Action {
        void run() throws IOException;
    }
}
