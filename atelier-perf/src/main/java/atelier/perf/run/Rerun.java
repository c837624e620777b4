package atelier.perf.run;

import atelier.perf.report.RunFolder;
import atelier.perf.result.RunResult;
import atelier.perf.settings.UsageException;
import atelier.perf.verdict.Baseline;
import atelier.perf.verdict.BaselineGate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Repeats a failed run in a process like this one. */
final class Rerun {
    private static final String PROPERTY = "atelier.perf.rerunOf";

    private @Nullable Process process;
    private boolean stopped;

    /**
     * Returns the attempt of this process.
     *
     * @throws UsageException if it is the second and the first has left no result
     */
    static Evaluation.Attempt attempt(Path reports) {
        String first = System.getProperty(PROPERTY);
        if (first == null) {
            return new Evaluation.Attempt(1, List.of());
        }
        try {
            RunResult run = new RunFolder(reports.resolve(first)).read();
            return new Evaluation.Attempt(
                    2, BaselineGate.usable(run.checks(), Baseline.Run.of(run).typical()));
        } catch (IOException e) {
            throw new UsageException("the first attempt, %s, cannot be read: %s".formatted(first, e.getMessage()), e);
        }
    }

    /**
     * Repeats the run and waits for its end.
     *
     * @param first the id of the run that failed
     * @return its exit status
     */
    int run(String first, Path reports) throws IOException, InterruptedException {
        Process second;
        synchronized (this) {
            if (stopped) {
                return Conclusion.FAILED;
            }
            second = GatlingProcess.simulation("-D%s=%s".formatted(PROPERTY, first), reports);
            process = second;
        }
        return second.waitFor();
    }

    /** Interrupts the second attempt, or prevents it. */
    synchronized void stop() {
        stopped = true;
        if (process != null) {
            process.destroy();
        }
    }
}
