package atelier.perf.run;

import atelier.perf.report.RunFolder;
import atelier.perf.report.RunReports;
import atelier.perf.report.Summary;
import atelier.perf.result.Objectives;
import atelier.perf.result.RunResult;
import atelier.perf.result.Verdict;
import atelier.perf.settings.BaselineMode;
import atelier.perf.settings.Profile;
import atelier.perf.settings.Settings;
import atelier.perf.verdict.Baselines;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is done when the process ends, by itself or by Ctrl-C: what was measured is kept, the embedded service is stopped, the verdict
 * stands last on the screen, and the status says it. It runs in a shutdown hook because Gatling has no other place after its pages
 * are written.
 */
final class Ending {
    static final int FAILED = 2;
    static final int INCONCLUSIVE = 3;
    private static final Duration TO_FINISH = Duration.ofSeconds(20);

    private final Settings settings;
    private final RunReports reports;
    private final Baselines baselines;
    private final Map<String, Objectives> objectives;
    private final int attempt;
    private final CountDownLatch finished = new CountDownLatch(1);
    private final List<String> problems = new ArrayList<>();
    private @Nullable Target target;
    private @Nullable Load load;
    private @Nullable RunFolder folder;
    private @Nullable RunResult run;

    private Ending(
            Settings settings,
            RunReports reports,
            Baselines baselines,
            Map<String, Objectives> objectives,
            int attempt) {
        this.settings = settings;
        this.reports = reports;
        this.baselines = baselines;
        this.objectives = objectives;
        this.attempt = attempt;
    }

    static Ending register(
            Settings settings,
            RunReports reports,
            Baselines baselines,
            Map<String, Objectives> objectives,
            int attempt) {
        Ending ending = new Ending(settings, reports, baselines, objectives, attempt);
        Runtime.getRuntime().addShutdownHook(new Thread(ending::end, "ending"));
        return ending;
    }

    /** Closes the target at the end. */
    synchronized Target closing(Target opened) {
        target = opened;
        return opened;
    }

    /** Stops the load when the process is ended from outside. */
    synchronized void stopping(Load planned) {
        load = planned;
    }

    /** Says that the run is over and its results are written, but for what could not be. */
    synchronized void finished(RunFolder where, RunResult result, List<String> notWritten) {
        folder = where;
        run = result;
        problems.addAll(notWritten);
        finished.countDown();
    }

    /** Says that the run is over and has no result. */
    synchronized void failed(String problem) {
        problems.add(problem);
        finished.countDown();
    }

    private void end() {
        int status = 0;
        try {
            boolean begun = stopLoad();
            if (begun) {
                awaitResult();
            }
            closeTarget();
            status = tell(begun);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (status != 0) {
                // The status of a process that is ending already can be set in no other way.
                Runtime.getRuntime().halt(status);
            }
        }
    }

    private synchronized boolean stopLoad() {
        if (load == null) {
            return false;
        }
        load.warmup().ifPresent(phase -> phase.stop("ended by hand"));
        load.measured().stop("ended by hand");
        return true;
    }
}
