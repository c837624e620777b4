package atelier.threads;

import atelier.metrics.Metrics;
import com.codahale.metrics.Counter;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon thread that repeats one step of work until it is stopped. A step that throws anything, an {@code Error} included, does not
 * end the thread: the failure is counted, and the next step follows after a pause.
 *
 * <p>{@code background_thread_up} is 0 from a failure until the next step succeeds; the health check {@code background-threads} and an
 * alert read it. The first failure after a success is logged with its stack trace.
 */
public final class BackgroundThread {
    /** The gauge that is 1 while the thread with this name runs and its last step succeeded. */
    public static final String UP = "background_thread_up";

    /** The label that holds a thread's name. */
    public static final String THREAD = "thread";

    private static final Logger LOGGER = LoggerFactory.getLogger(BackgroundThread.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Step step;
    private final Duration pause;
    private final Counter failures;
    private final Thread thread;
    private volatile boolean failing;
    private volatile boolean stopped;

    /** One step of the work. It should return now and then, because only a return shows that the work succeeds. */
    @FunctionalInterface
    public interface Step {
        /**
         * Works for a while.
         *
         * @throws InterruptedException if the thread is stopped while the step waits
         */
        void run() throws InterruptedException;
    }

    /**
     * Creates a thread that {@link #start} starts.
     *
     * @param name the thread's name, unique in this node because its metrics are named by it
     */
    public BackgroundThread(String name, Step step, Metrics metrics) {
        this(name, step, metrics, PAUSE);
    }

    BackgroundThread(String name, Step step, Metrics metrics, Duration pause) {
        this.step = step;
        this.pause = pause;
        this.failures = metrics.counter(
                "background_thread_failures", "Steps of a background thread that ended with an error.", THREAD, name);
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        metrics.gauge(
                UP,
                "1 while a background thread runs; 0 from a failure until its next step succeeds.",
                () -> thread.isAlive() && !failing ? 1 : 0,
                THREAD,
                name);
    }

    public void start() {
        thread.start();
    }

    /** Asks the thread to end after its current step, which is interrupted if it waits. */
    public void stop() {
        stopped = true;
        thread.interrupt();
    }

    /** Returns whether {@link #stop} was called. */
    public boolean isStopped() {
        return stopped;
    }

    /** Waits until the thread has ended, and returns whether it has. */
    public boolean join(Duration limit) throws InterruptedException {
        thread.join(limit.toMillis());
        return !thread.isAlive();
    }

    private void run() {
        while (!stopped) {
            try {
                step.run();
                failing = false;
            } catch (InterruptedException e) {
                // Only stop() interrupts, and it ends the loop.
            } catch (Throwable e) {
                report(e);
                pause();
            }
        }
    }

    /** Sets the gauge first: without memory, the counter and the log may fail too. */
    private void report(Throwable failure) {
        boolean first = !failing;
        failing = true;
        try {
            failures.inc();
            if (first) {
                LOGGER.error("The background thread {} failed and continues in {}", thread.getName(), pause, failure);
            }
        } catch (Throwable e) {
            // The gauge still shows the failure.
        }
    }

    private void pause() {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            // Only stop() interrupts, and it ends the loop.
        }
    }
}
