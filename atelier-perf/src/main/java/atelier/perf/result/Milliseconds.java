package atelier.perf.result;

import java.util.Locale;

/** Latencies as text, with three digits or more: 0.214, 4.31, 83.2, 1,520. */
public final class Milliseconds {
    private Milliseconds() {}

    /** Returns a number with its unit. */
    public static String text(double milliseconds) {
        return number(milliseconds) + " ms";
    }

    /** Returns a number. */
    public static String number(double milliseconds) {
        String format = milliseconds < 1 ? "%.3f" : milliseconds < 10 ? "%.2f" : milliseconds < 100 ? "%.1f" : "%,.0f";
        return String.format(Locale.ROOT, format, milliseconds);
    }
}
