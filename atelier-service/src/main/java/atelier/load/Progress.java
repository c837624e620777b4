package atelier.load;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Shows the progress of a long task: on a terminal one line that is redrawn in place, elsewhere a new line every five
 * seconds. Call {@link #step} every few thousand rows. For use by one thread.
 */
public final class Progress implements AutoCloseable {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
    private static final Duration BETWEEN_REDRAWS = Duration.ofMillis(250);

    private final String task;
    private final String unit;
    private final Consumer<String> update;
    private final Consumer<String> summary;
    private final long nanosBetweenUpdates;
    private final LongSupplier nanoTime;
    private final long start;
    private long expected;
    private long done;
    private long lastUpdate;

    private Progress(
            String task,
            String unit,
            long expected,
            Consumer<String> update,
            Consumer<String> summary,
            Duration betweenUpdates,
            LongSupplier nanoTime) {
        this.task = task;
        this.unit = unit;
        this.expected = expected;
        this.update = update;
        this.summary = summary;
        this.nanosBetweenUpdates = betweenUpdates.toNanos();
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
        lastUpdate = start;
    }

    /** Begins a task whose progress is shown on the screen; 0 expected rows means that their number is unknown. */
    public static Progress rows(String task, long expectedRows, PrintStream screen) {
        return rows(task, expectedRows, screen, isTerminal(), System::nanoTime);
    }

    static Progress rows(String task, long expectedRows, PrintStream screen, boolean terminal, LongSupplier nanoTime) {
        if (!terminal) {
            return new Progress(task, "rows", expectedRows, screen::println, screen::println, BETWEEN_LINES, nanoTime);
        }
        // Erases what a longer line has left behind.
        Consumer<String> redraw = line -> {
            screen.print("\r" + line + "\u001B[K");
            screen.flush();
        };
        Consumer<String> last = line -> screen.println("\r" + line + "\u001B[K");
        return new Progress(task, "rows", expectedRows, redraw, last, BETWEEN_REDRAWS, nanoTime);
    }

    /** Begins a task whose progress is written to a log. */
    public static Progress logged(String task, String unit, long expected, Consumer<String> log) {
        return new Progress(task, unit, expected, log, log, BETWEEN_LINES, System::nanoTime);
    }

    /** Reports the total since the beginning. */
    public void step(long doneSoFar) {
        done = doneSoFar;
        long now = nanoTime.getAsLong();
        if (now - lastUpdate >= nanosBetweenUpdates) {
            lastUpdate = now;
            update.accept(line(now - start));
        }
    }

    /** Corrects the expected total. */
    public void expect(long expectedTotal) {
        expected = expectedTotal;
    }

    /** Ends the task with a line about its duration; without any step nothing is shown. */
    @Override
    public void close() {
        if (done > 0) {
            long nanos = nanoTime.getAsLong() - start;
            summary.accept(String.format(
                    Locale.ROOT,
                    "%s: %,d %s in %s (%,d %s/s)",
                    task,
                    done,
                    unit,
                    time(Math.round(nanos / 1e9)),
                    perSecond(nanos),
                    unit));
        }
    }

    private String line(long nanos) {
        long speed = perSecond(nanos);
        if (expected <= 0) {
            return String.format(Locale.ROOT, "%s: %,d %s (%,d %s/s)", task, done, unit, speed, unit);
        }
        return String.format(
                Locale.ROOT,
                "%s: %,d of %,d %s, %d %% (%,d %s/s, %s left)",
                task,
                done,
                expected,
                unit,
                Math.min(100, done * 100 / expected),
                speed,
                unit,
                speed == 0 ? "?" : time(Math.max(0, expected - done) / speed));
    }

    private long perSecond(long nanos) {
        return nanos <= 0 ? 0 : Math.round(done * 1e9 / nanos);
    }

    private static String time(long seconds) {
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }

    /** From JDK 22 on System.console() is never null; only its newer method isTerminal() distinguishes. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
