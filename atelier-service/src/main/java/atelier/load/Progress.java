package atelier.load;

import java.io.Console;
import java.io.PrintStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a long task has come: a bar that is redrawn in place on a terminal, elsewhere a plain line every few
 * seconds. A step costs next to nothing, but one for every few thousand rows is enough. For use by one thread.
 */
public final class Progress implements AutoCloseable {
    private static final long NANOS_BETWEEN_LINES = Duration.ofSeconds(5).toNanos();
    private static final int BAR_WIDTH = 110;

    private final String task;
    private final PrintStream err;
    private final LongSupplier nanoTime;
    private final long start;
    private final @Nullable ProgressBar bar;
    private long expected;
    private long rows;
    private long lastLine;

    Progress(String task, long expectedRows, PrintStream err, boolean terminal, LongSupplier nanoTime) {
        this.task = task;
        this.err = err;
        this.nanoTime = nanoTime;
        start = nanoTime.getAsLong();
        lastLine = start;
        expected = expectedRows;
        bar = terminal ? bar(task, expectedRows, err) : null;
    }

    /** Begins a task; zero expected rows means that nobody knows yet. */
    public static Progress rows(String task, long expectedRows, PrintStream err) {
        return new Progress(task, expectedRows, err, isTerminal(), System::nanoTime);
    }

    /** Says how many rows are done since the beginning. */
    public void step(long rowsSoFar) {
        rows = rowsSoFar;
        if (bar != null) {
            bar.stepTo(rowsSoFar);
            return;
        }
        long now = nanoTime.getAsLong();
        if (now - lastLine >= NANOS_BETWEEN_LINES) {
            lastLine = now;
            err.println(line(now - start));
        }
    }

    /** Corrects how many rows there will be. */
    public void expect(long expectedRows) {
        expected = expectedRows;
        if (bar != null) {
            bar.maxHint(expectedRows);
        }
    }

    /** Ends the task, with a line that says how long it took if anything came of it. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
        if (rows == 0) {
            return;
        }
        long nanos = nanoTime.getAsLong() - start;
        err.printf(
                Locale.ROOT,
                "%s: %,d rows in %s (%,d rows/s)%n",
                task,
                rows,
                time(Math.round(nanos / 1e9)),
                perSecond(nanos));
    }

    private String line(long nanos) {
        long speed = perSecond(nanos);
        if (expected <= 0) {
            return String.format(Locale.ROOT, "%s: %,d rows (%,d rows/s)", task, rows, speed);
        }
        return String.format(
                Locale.ROOT,
                "%s: %,d of %,d rows, %d %% (%,d rows/s, %s left)",
                task,
                rows,
                expected,
                Math.min(100, rows * 100 / expected),
                speed,
                speed == 0 ? "?" : time(Math.max(0, expected - rows) / speed));
    }

    private long perSecond(long nanos) {
        return nanos <= 0 ? 0 : Math.round(rows * 1e9 / nanos);
    }

    private static String time(long seconds) {
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }

    private static ProgressBar bar(String task, long expectedRows, PrintStream err) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(expectedRows > 0 ? expectedRows : -1)
                .setUnit(" rows", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(250)
                .showSpeed(new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
                .setConsumer(new ConsoleProgressBarConsumer(err, BAR_WIDTH))
                .build();
    }

    /** From JDK 22 on there is a console even when there is no terminal; only its newer method tells. */
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
