package atelier.perf.run;

import atelier.perf.report.RunFolder;
import atelier.perf.result.RunResult;
import atelier.perf.service.RunLock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run. When Gatling has ended the load, its main thread calls {@link #end}, which writes and prints the result, and exits with
 * the run's status before Gatling would.
 *
 * <p>A signal, such as that of a build server, starts the JVM's shutdown hooks beside the main thread. Our hook stops the load and waits
 * for the main thread. If responses are still missing after some seconds, the hook ends the run without them, because it has ten seconds in
 * all.
 */
final class Ending {
    private static final String INTERRUPTED = "interrupted";
    /** How long an interrupted run waits for the last responses. */
    private static final Duration FOR_RESPONSES = Duration.ofSeconds(3);
    /** How long it waits for its results after that. A build server kills a process ten seconds after its signal. */
    private static final Duration FOR_RESULTS = Duration.ofSeconds(6);

    private final Conclusion conclusion;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch loadEnded = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<String> problems = new ArrayList<>();
    private volatile boolean exits;
    private volatile int status = Conclusion.INCONCLUSIVE;
    private @Nullable ServiceUnderTest target;
    private @Nullable RunLock lock;
    private @Nullable Load load;
    private @Nullable Evaluating evaluating;

    private Ending(Conclusion conclusion) {
        this.conclusion = conclusion;
    }

    /** Computes and writes the results. */
    interface Evaluating {
        Evaluated evaluate() throws IOException;
    }

    /**
     * A result.
     *
     * @param notWritten one sentence for each file that could not be written
     */
    record Evaluated(RunFolder folder, RunResult run, List<String> notWritten) {}

    /** Registers the hook for signals. */
    static Ending register(Conclusion conclusion) {
        Ending ending = new Ending(conclusion);
        Runtime.getRuntime().addShutdownHook(new Thread(ending::interrupted, "interruption"));
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

    /** Sets the load, and how its results are computed. */
    synchronized void of(Load planned, Evaluating evaluation) {
        load = planned;
        evaluating = evaluation;
    }

    /** Adds a problem that the measurement does not show. */
    synchronized void problem(String problem) {
        problems.add(problem);
    }

    /** Ends the run and the process. Call it when the load has ended. */
    void end() {
        conclude();
        exits = true;
        System.exit(status);
    }

    /** Ends the run once: a second caller waits for the first. */
    private void conclude() {
        loadEnded.countDown();
        if (!begun.compareAndSet(false, true)) {
            await(ended, FOR_RESULTS);
            return;
        }
        try {
            writeAndPrint();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            System.err.println("The run cannot be judged: " + e);
        } finally {
            close();
            release();
            ended.countDown();
        }
    }

    private void writeAndPrint() throws IOException, InterruptedException {
        Evaluated evaluated = evaluate();
        evaluated.notWritten().forEach(this::problem);
        int first = conclusion.conclude(evaluated.run(), problems(), System.out);
        System.out.flush();
        status = first == Conclusion.REPEAT ? Conclusion.FAILED : first;
        // Everything is written and printed. The rest may be cut off.
        close();
        conclusion.writeGatlingsPages(evaluated.folder(), System.out);
        if (first == Conclusion.REPEAT) {
            status = conclusion.repeat(evaluated.run(), System.out);
        }
    }

    private Evaluated evaluate() throws IOException {
        Evaluating evaluation;
        synchronized (this) {
            evaluation = evaluating;
        }
        if (evaluation == null) {
            throw new IOException("it has not begun");
        }
        return evaluation.evaluate();
    }

    /** Runs in a shutdown hook: after a signal, or because the process exits. */
    private void interrupted() {
        synchronized (this) {
            if (exits) {
                return;
            }
            if (load == null) {
                close();
                return;
            }
            load.warmup().ifPresent(phase -> phase.stop(INTERRUPTED));
            load.measured().stop(INTERRUPTED);
        }
        conclusion.stopRepetition();
        if (!await(loadEnded, FOR_RESPONSES)) {
            Thread late = new Thread(this::conclude, "late ending");
            late.setDaemon(true);
            late.start();
        }
        await(ended, FOR_RESULTS);
        if (status != 0) {
            // Only halt can set the exit status of a process that is already ending.
            Runtime.getRuntime().halt(status);
        }
    }

    private static boolean await(CountDownLatch latch, Duration most) {
        try {
            return latch.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized List<String> problems() {
        return List.copyOf(problems);
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

    private synchronized void close() {
        try {
            if (target != null) {
                target.close();
                target = null;
            }
        } catch (RuntimeException e) {
            System.err.println("The service could not be stopped: " + e);
        }
    }
}
