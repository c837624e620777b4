package atelier.perf.run;

import atelier.perf.report.RunFolder;
import atelier.perf.result.RunResult;
import atelier.perf.service.RunLock;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of the process, by itself or by a signal: writes the results, stops the embedded service, prints the verdict last, and sets
 * the exit status. It is a shutdown hook, because Gatling has no other hook after its own report is written.
 */
final class Ending {
    private static final String INTERRUPTED = "interrupted";
    private static final Duration TO_FINISH = Duration.ofSeconds(20);

    private final Conclusion conclusion;
    private final Thread gatling = Thread.currentThread();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final List<String> problems = new ArrayList<>();
    private @Nullable ServiceUnderTest target;
    private @Nullable RunLock lock;
    private @Nullable Load load;
    private @Nullable RunFolder folder;
    private @Nullable RunResult run;

    private Ending(Conclusion conclusion) {
        this.conclusion = conclusion;
    }

    /** Registers the shutdown hook. */
    static Ending register(Conclusion conclusion) {
        Ending ending = new Ending(conclusion);
        Runtime.getRuntime().addShutdownHook(new Thread(ending::end, "ending"));
        return ending;
    }

    /** Closes the service under test at the end. */
    synchronized ServiceUnderTest closing(ServiceUnderTest opened) {
        target = opened;
        return opened;
    }

    /** Holds a lock until the process ends. */
    synchronized void holding(RunLock taken) {
        lock = taken;
    }

    /** Stops this load if a signal ends the process. */
    synchronized void stopping(Load planned) {
        load = planned;
    }

    /** Adds a problem that the measurement does not show. */
    synchronized void problem(String problem) {
        problems.add(problem);
    }

    /** Sets the result of the finished run, and what could not be written. */
    synchronized void finished(RunFolder where, RunResult result, List<String> notWritten) {
        folder = where;
        run = result;
        problems.addAll(notWritten);
        finished.countDown();
    }

    /** Sets that the run has ended without a result. */
    synchronized void failed(String problem) {
        problems.add(problem);
        try {
            conclusion.reports().disk().release();
        } catch (IOException e) {
            problems.add("%s could not be removed".formatted(e.getMessage()));
        }
        finished.countDown();
    }

    private void end() {
        int status = 0;
        try {
            boolean interrupted = finished.getCount() > 0;
            if (stopLoad()) {
                awaitResult();
                if (interrupted) {
                    awaitGatlingsPages();
                }
            }
            status = conclude();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            status = Conclusion.INCONCLUSIVE;
        } catch (IOException | RuntimeException e) {
            System.err.println("The run could not be concluded: " + e);
            status = Conclusion.INCONCLUSIVE;
        } finally {
            release();
            if (status != 0) {
                // Only halt can set the exit status of a process that is already ending.
                Runtime.getRuntime().halt(status);
            }
        }
    }

    /** Stops the load, if there is one; Gatling then ends in its own threads. */
    private synchronized boolean stopLoad() {
        if (load == null) {
            return false;
        }
        load.warmup().ifPresent(phase -> phase.stop(INTERRUPTED));
        load.measured().stop(INTERRUPTED);
        return true;
    }

    private void awaitResult() throws InterruptedException {
        long deadline = System.nanoTime() + TO_FINISH.toNanos();
        // A simulation that fails ends without calling finished.
        boolean over = false;
        while (!over && gatling.isAlive() && System.nanoTime() < deadline) {
            over = finished.await(100, TimeUnit.MILLISECONDS);
        }
    }

    private void awaitGatlingsPages() throws InterruptedException {
        long deadline = System.nanoTime() + TO_FINISH.toNanos();
        RunFolder where = folder();
        while (where != null
                && !Files.exists(where.path().resolve("index.html"))
                && gatling.isAlive()
                && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private synchronized @Nullable RunFolder folder() {
        return folder;
    }

    private synchronized void release() {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            System.err.println("The reports' lock could not be closed: " + e);
        }
    }

    private synchronized int conclude() throws InterruptedException, IOException {
        if (target != null) {
            target.close();
        }
        if (run != null) {
            return conclusion.conclude(run, problems, System.out);
        }
        problems.forEach(System.err::println);
        return load == null ? 0 : Conclusion.INCONCLUSIVE;
    }
}
