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
 * What is done when the process ends, by itself or by Ctrl-C: what was measured is kept, the embedded service is stopped, the verdict
 * stands last on the screen, and the status says it. It runs in a shutdown hook because Gatling has no other place after its pages
 * are written.
 */
final class Ending {
    private static final String BY_HAND = "ended by hand";
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

    /** Makes the end of this process the end of the run. */
    static Ending register(Conclusion conclusion) {
        Ending ending = new Ending(conclusion);
        Runtime.getRuntime().addShutdownHook(new Thread(ending::end, "ending"));
        return ending;
    }

    /** Closes the target at the end. */
    synchronized ServiceUnderTest closing(ServiceUnderTest opened) {
        target = opened;
        return opened;
    }

    /** Keeps a lock until the process ends. */
    synchronized void holding(RunLock taken) {
        lock = taken;
    }

    /** Stops the load when the process is ended from outside. */
    synchronized void stopping(Load planned) {
        load = planned;
    }

    /** Says what kept the run from being a good one, apart from what it has measured. */
    synchronized void problem(String problem) {
        problems.add(problem);
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
            boolean byHand = finished.getCount() > 0;
            if (stopLoad()) {
                awaitResult();
                if (byHand) {
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
                // The status of a process that is ending already can be set in no other way.
                Runtime.getRuntime().halt(status);
            }
        }
    }

    /** Lets no further visit begin, if there is a load; Gatling then comes to its end in the other threads. */
    private synchronized boolean stopLoad() {
        if (load == null) {
            return false;
        }
        load.warmup().ifPresent(phase -> phase.stop(BY_HAND));
        load.measured().stop(BY_HAND);
        return true;
    }

    private void awaitResult() throws InterruptedException {
        long deadline = System.nanoTime() + TO_FINISH.toNanos();
        // A simulation that broke ends without having said that it finished.
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
