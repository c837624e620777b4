package atelier.perf.run;

import atelier.perf.measure.Recording;
import atelier.perf.result.Milliseconds;
import atelier.perf.schedule.Phase;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Shows the run's progress: a bar on a terminal, otherwise a line every few seconds. */
final class LiveLine implements Runnable {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
    private static final Duration BETWEEN_BARS = Duration.ofMillis(500);
    private static final int BAR_WIDTH = 24;

    private final Load load;
    private final boolean terminal;
    private final PrintStream out;
    private double lastSeconds;
    private long lastFinished;

    LiveLine(Load load, boolean terminal, PrintStream out) {
        this.load = load;
        this.terminal = terminal;
        this.out = out;
    }

    /** Tells whether the output is a terminal. */
    // The build sets jdk.console=java.base, so that newer JDKs return null for a pipe as the older ones do.
    @SuppressWarnings("SystemConsoleNull")
    static boolean onTerminal() {
        return System.console() != null;
    }

    /** Prints until it is interrupted. */
    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep((terminal ? BETWEEN_BARS : BETWEEN_LINES).toMillis());
                print();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (terminal) {
            out.print("\r\u001b[K");
            out.flush();
        }
    }

    private void print() {
        String line = line();
        if (line.isEmpty()) {
            return;
        }
        out.print(terminal ? "\r" + line + "\u001b[K" : line + System.lineSeparator());
        out.flush();
    }

    /** Returns the current line; empty before the load begins. */
    String line() {
        double measured = load.measured().progress();
        if (measured >= 0) {
            return measuredLine(measured);
        }
        Optional<Phase> warmup = load.warmup().filter(phase -> phase.progress() >= 0);
        return warmup.map(phase -> text(
                        "warming up: %.0f s of %.0f s",
                        phase.progress(), phase.plan().seconds()))
                .orElse("");
    }

    private String measuredLine(double seconds) {
        Phase phase = load.measured();
        Recording.Snapshot now = phase.recording().snapshot();
        double length = seconds - lastSeconds;
        double achieved = length <= 0 ? 0 : (now.finished() - lastFinished) / length;
        double target = length <= 0
                ? 0
                : (phase.plan().requestsBy(seconds) - phase.plan().requestsBy(lastSeconds)) / length;
        String line = text(
                "%s%3.0f s of %.0f s   %,.0f/s of %,.0f/s   p50 %s  p99 %s   %,d failed of %,d",
                terminal ? bar(seconds / phase.plan().seconds()) + " " : "",
                seconds,
                phase.plan().seconds(),
                achieved,
                target,
                Milliseconds.text(now.p50()),
                Milliseconds.text(now.p99()),
                now.failed(),
                now.finished());
        // The bar moves twice a second; the rate of so short a time would be noise, so it covers a few seconds.
        if (!terminal || length >= BETWEEN_LINES.toSeconds()) {
            lastSeconds = seconds;
            lastFinished = now.finished();
        }
        return line;
    }

    private static String bar(double share) {
        int done = (int) Math.round(share * BAR_WIDTH);
        return "[" + "#".repeat(done) + "-".repeat(BAR_WIDTH - done) + "]";
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
