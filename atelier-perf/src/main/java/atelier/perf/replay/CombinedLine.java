package atelier.perf.replay;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Parses a line of nginx's {@code combined} format, or of Apache's {@code common}, {@code combined} and {@code vhost_combined}. All contain
 * the part {@code [12/Jun/2024:13:46:43 +0000] "GET /products/4 HTTP/1.1" 200 600}. The parts before and after it are ignored.
 *
 * <p>The time has whole seconds. If all requests of a second were sent at its start, they would be a burst that did not exist. So they are
 * spread over the second, by the fractions of multiples of the golden ratio: evenly for any number of lines, and the same whenever the log
 * is read.
 */
final class CombinedLine {
    private static final double GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final String TIME = "12/Jun/2024:13:46:43 +0000";
    private static final int STATUS_DIGITS = 3;

    private long lines;
    private String latestTime = "";
    private double latestSeconds = Double.NaN;

    /** Returns the line's fields; null if the line has another format. */
    @Nullable
    LogFields parse(char[] characters, int start, int length) {
        int end = start + length;
        int time = time(characters, start, end);
        if (time < 0) {
            return null;
        }
        int request = time + TIME.length() + 3;
        int quote = quote(characters, request, end);
        int status = quote + 2;
        int size = status + STATUS_DIGITS + 1;
        if (quote < 0
                || size >= end
                || characters[quote + 1] != ' '
                || characters[size - 1] != ' '
                || !(characters[size] == '-' || Character.digit(characters[size], 10) >= 0)) {
            return null;
        }
        double second = seconds(new String(characters, time, TIME.length()));
        double fraction = ++lines * GOLDEN_RATIO % 1;
        String line = new String(characters, request, quote - request);
        int first = line.indexOf(' ');
        int last = line.lastIndexOf(' ');
        boolean readable = first > 0
                && line.startsWith("HTTP/", last + 1)
                && line.chars().limit(first).allMatch(character -> character >= 'A' && character <= 'Z');
        return new LogFields(
                second + fraction,
                0,
                readable ? line.substring(0, first) : "",
                readable ? line.substring(first + 1, Math.max(first + 1, last)) : "",
                new String(characters, status, STATUS_DIGITS),
                null,
                null,
                null);
    }

    /** Returns the index of the time, which stands in brackets before the quoted request; negative if there is none. */
    private static int time(char[] characters, int start, int end) {
        int length = TIME.length();
        for (int time = start + 1; time + length + 2 < end; time++) {
            if (characters[time - 1] == '['
                    && characters[time + length] == ']'
                    && characters[time + length + 1] == ' '
                    && characters[time + length + 2] == '"') {
                return time;
            }
        }
        return -1;
    }

    /** Returns the index of the next quote without a backslash before it; negative if there is none. */
    private static int quote(char[] characters, int start, int end) {
        for (int i = start; i < end; i++) {
            if (characters[i] == '"') {
                return i;
            }
            if (characters[i] == '\\') {
                i++;
            }
        }
        return -1;
    }

    private double seconds(String time) {
        if (!time.equals(latestTime)) {
            latestTime = time;
            latestSeconds = parse(time);
        }
        return latestSeconds;
    }

    private static double parse(String time) {
        int month = MONTHS.indexOf(time.substring(3, 6));
        if (month < 0 || month % 3 != 0) {
            return Double.NaN;
        }
        try {
            return OffsetDateTime.of(
                            number(time, 7, 11),
                            1 + month / 3,
                            number(time, 0, 2),
                            number(time, 12, 14),
                            number(time, 15, 17),
                            number(time, 18, 20),
                            0,
                            ZoneOffset.of(time.substring(21)))
                    .toEpochSecond();
        } catch (DateTimeException | NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static int number(String text, int start, int end) {
        return Integer.parseInt(text, start, end, 10);
    }
}
