package atelier.perf.report;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;
import static java.util.stream.Collectors.toMap;

import atelier.perf.result.Check;
import atelier.perf.result.Comparison;
import atelier.perf.result.Figures;
import atelier.perf.result.HistoryEntry;
import atelier.perf.result.Lateness;
import atelier.perf.result.Level;
import atelier.perf.result.Objectives;
import atelier.perf.result.ReplayFigures;
import atelier.perf.result.RunResult;
import atelier.perf.result.ServerFigures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data of the report page. Its size is bounded, however many and long the runs are.
 *
 * @param runs the newest runs, oldest first
 * @param leftOut the number of older runs
 * @param details the details of the newest runs, by run id
 * @param files the files of each run that the page links, by run id
 */
record PageData(
        Map<String, Objectives> objectives,
        List<HistoryEntry> runs,
        int leftOut,
        Map<String, Details> details,
        Map<String, List<String>> files) {

    static final int MOST_RUNS = 200;
    static final int MOST_DETAILS = 10;
    private static final int MOST_ERRORS = 20;
    private static final int LONGEST_ERROR = 300;

    static PageData of(
            Path reports, List<HistoryEntry> history, List<RunResult> latest, Map<String, Objectives> objectives) {
        List<HistoryEntry> sorted = history.stream()
                .sorted(comparing(HistoryEntry::startedAt).thenComparing(HistoryEntry::attempt))
                .toList();
        int leftOut = Math.max(0, sorted.size() - MOST_RUNS);
        List<HistoryEntry> runs = sorted.subList(leftOut, sorted.size());
        Map<String, Details> details = latest.stream()
                .sorted(comparing(RunResult::startedAt, reverseOrder()))
                .limit(MOST_DETAILS)
                .collect(toMap(RunResult::id, Details::of, (newer, older) -> newer));
        Map<String, List<String>> files = new LinkedHashMap<>();
        runs.forEach(run -> files.put(run.id(), files(reports, run.id())));
        return new PageData(objectives, runs, leftOut, details, files);
    }

    private static List<String> files(Path reports, String id) {
        if (!id.matches("\\w[\\w.-]*")) {
            return List.of();
        }
        return Stream.of("index.html", "summary.md", "result.json")
                .filter(file -> Files.exists(reports.resolve(id).resolve(file)))
                .toList();
    }

    /** The details of a run that a {@link HistoryEntry} lacks. */
    record Details(
            Map<String, String> settings,
            List<Check> checks,
            Lateness lateness,
            Points points,
            List<Level> levels,
            @Nullable Comparison comparison,
            List<ServerFigures> server,
            @Nullable ReplayFigures replay,
            List<Failure> failures) {

        static Details of(RunResult run) {
            return new Details(
                    run.settings(),
                    run.checks(),
                    run.lateness(),
                    Points.of(run.series()),
                    run.levels(),
                    run.comparison(),
                    run.server(),
                    run.replay(),
                    failures(run.routes()));
        }

        private static List<Failure> failures(Map<String, Figures> routes) {
            List<Failure> failures = new ArrayList<>();
            routes.forEach((route, figures) -> figures.errorsByKind()
                    .forEach((kind, count) -> failures.add(new Failure(route, shorten(kind), count))));
            return failures.stream()
                    .sorted(comparing(Failure::count).reversed())
                    .limit(MOST_ERRORS)
                    .toList();
        }

        private static String shorten(String text) {
            return text.length() <= LONGEST_ERROR ? text : text.substring(0, LONGEST_ERROR) + "…";
        }
    }

    /** The number of errors of one kind on one route. */
    record Failure(String route, String text, long count) {}
}
