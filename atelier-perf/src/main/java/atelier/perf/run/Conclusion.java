package atelier.perf.run;

import atelier.perf.report.RunFolder;
import atelier.perf.report.RunReports;
import atelier.perf.report.Summary;
import atelier.perf.result.Check.Gate;
import atelier.perf.result.Milliseconds;
import atelier.perf.result.Objectives;
import atelier.perf.result.RunResult;
import atelier.perf.result.ServerFigures;
import atelier.perf.result.Verdict;
import atelier.perf.settings.BaselineMode;
import atelier.perf.settings.Profile;
import atelier.perf.settings.Settings;
import atelier.perf.verdict.Baselines;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The consequences of a result: report page, printed verdict, baseline, second attempt and exit status. */
final class Conclusion {
    static final int FAILED = 2;
    static final int INCONCLUSIVE = 3;
    /** No exit status: a second attempt decides. */
    static final int REPEAT = -1;

    /** The name that this setting has in Gatling's own plugin. */
    private static final String NO_PAGES = "gatling.noReports";

    private final Settings settings;
    private final RunReports reports;
    private final Baselines baselines;
    private final Map<String, Objectives> objectives;
    private final Rerun rerun = new Rerun();

    Conclusion(Settings settings, RunReports reports, Baselines baselines, Map<String, Objectives> objectives) {
        this.settings = settings;
        this.reports = reports;
        this.baselines = baselines;
        this.objectives = objectives;
    }

    /**
     * Writes the page and the baseline, and prints the result.
     *
     * @param problems other failures, such as a full disk; with a problem the exit status is never 0
     * @return the exit status: 0, {@link #FAILED} or {@link #INCONCLUSIVE}; {@link #REPEAT} if the run must be repeated
     */
    int conclude(RunResult run, List<String> problems, PrintStream out) {
        List<String> unwritten = reports.writePage(objectives);
        out.println();
        out.printf(
                Locale.ROOT,
                "%s: %s, %,.0f of %,.0f requests/s for %.0f s, p50 %s, p99 %s, %,d of %,d failed%s%n",
                run.verdict(),
                run.profile(),
                run.achievedRate(),
                run.targetRate(),
                run.seconds(),
                Milliseconds.text(run.overall().p50()),
                Milliseconds.text(run.overall().p99()),
                run.overall().errors(),
                run.overall().requests(),
                processor(run));
        Summary.reasons(run.checks()).forEach(reason -> out.println("  " + reason));
        baseline(run, out);
        problems.forEach(out::println);
        unwritten.forEach(out::println);
        reports.unreadable().ifPresent(out::println);
        out.println("This run:  " + reports.path().resolve(run.id()).resolve("summary.md"));
        out.println("All runs:  " + reports.page());
        boolean good = problems.isEmpty() && unwritten.isEmpty();
        return switch (run.verdict()) {
            case PASS -> good ? 0 : INCONCLUSIVE;
            // The second attempt has to refute the first one's FAIL.
            case INCONCLUSIVE -> good && !onBuildServer() && run.attempt() == 1 ? 0 : INCONCLUSIVE;
            case FAIL -> mayRunAgain(run) ? REPEAT : FAILED;
        };
    }

    private static String processor(RunResult run) {
        double micros = ServerFigures.microsPerRequest(run.server());
        double database = ServerFigures.databaseMicrosPerRequest(run.server());
        String time = ServerFigures.processorSeries(run.server()).replace("µs ", "");
        return (micros == 0 ? "" : String.format(Locale.ROOT, ", %.0f µs of %s", micros, time))
                + (database == 0 ? "" : String.format(Locale.ROOT, " and %.0f µs of PostgreSQL's", database));
    }

    private void baseline(RunResult run, PrintStream out) {
        if (settings.baseline() == BaselineMode.RECORD) {
            try {
                out.println(
                        run.verdict() == Verdict.PASS
                                ? baselines.record(run)
                                : "Not recorded in the baseline, because it did not pass.");
            } catch (UncheckedIOException e) {
                out.println("Not recorded in the baseline: " + e.getMessage());
            }
        } else if (settings.baseline() == BaselineMode.AUTO && run.comparison() == null && isComparable(run)) {
            out.println("  Not compared with a baseline: " + baselines.whyNone(run.fingerprint()));
        }
    }

    private boolean isComparable(RunResult run) {
        return settings.profile().isComparable()
                && run.checks().stream().noneMatch(check -> check.gate() == Gate.BASELINE);
    }

    /** Tells whether to repeat a run. Noise cannot fail a smoke run, and a soak run takes too long. */
    private boolean mayRunAgain(RunResult run) {
        return run.attempt() == 1
                && !run.interrupted()
                && settings.profile() != Profile.SMOKE
                && settings.profile() != Profile.SOAK;
    }

    /** Adds Gatling's own pages, in a process of their own, and their link to the page over all runs; unless nobody wants them. */
    void writeGatlingsPages(RunFolder folder, PrintStream out) throws IOException, InterruptedException {
        if (Boolean.getBoolean(NO_PAGES)) {
            return;
        }
        if (GatlingProcess.pages(folder.id(), reports.path())) {
            reports.writePage(objectives).forEach(out::println);
        } else {
            out.println("Gatling's own pages could not be written to " + folder.path());
        }
    }

    /** Ends a second attempt, if there is one. */
    void stopRepetition() {
        rerun.stop();
    }

    /** Repeats a run, and returns the exit status of the second attempt. */
    int repeat(RunResult run, PrintStream out) throws IOException, InterruptedException {
        out.println();
        out.println("Repeating the run once: a single failure may be noise, a second one counts.");
        out.flush();
        return rerun.run(run.id(), reports.path());
    }

    private static boolean onBuildServer() {
        String variable = System.getenv("CI");
        return variable != null && !variable.isBlank() && !variable.equals("false");
    }
}
