package atelier.load;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/** The days that a field may hold: milliseconds since 1970 in 13 digits, or {@code YYYY-MM-DD} as older editions write. */
final class FieldDay {
    static final long NONE = Long.MIN_VALUE;

    private static final int MILLISECOND_DIGITS = 13;
    private static final int YEAR_DIGITS = 4;
    private static final int DAY_LENGTH = 10;
    private static final long MILLISECONDS_OF_DAY = Duration.ofDays(1).toMillis();

    /** PostgreSQL shows earlier days with the letters BC. */
    private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();

    private FieldDay() {}

    /** Returns the UTC day as its number since 1970, or {@link #NONE}. Blanks around the value do not count. */
    static long of(byte[] buffer, int from, int to) {
        int start = from;
        while (start < to && LineText.isBlank(buffer[start])) {
            start++;
        }
        int position = start;
        long number = 0;
        while (position < to && buffer[position] >= '0' && buffer[position] <= '9') {
            number = number * 10 + buffer[position++] - '0';
            if (position - start > MILLISECOND_DIGITS) {
                return NONE;
            }
        }
        return switch (position - start) {
            case MILLISECOND_DIGITS -> isEnd(buffer, position, to) ? number / MILLISECONDS_OF_DAY : NONE;
            case YEAR_DIGITS ->
                start + DAY_LENGTH <= to && isEnd(buffer, start + DAY_LENGTH, to) ? day(buffer, start) : NONE;
            default -> NONE;
        };
    }

    /** Whether nothing follows but blanks, and perhaps the decimal 0 that a spreadsheet adds. */
    private static boolean isEnd(byte[] buffer, int from, int to) {
        int position = from + 1 < to && buffer[from] == '.' && buffer[from + 1] == '0' ? from + 2 : from;
        while (position < to && LineText.isBlank(buffer[position])) {
            position++;
        }
        return position == to;
    }

    private static long day(byte[] buffer, int start) {
        try {
            long day = LocalDate.parse(new String(buffer, start, DAY_LENGTH, StandardCharsets.ISO_8859_1))
                    .toEpochDay();
            return day < FIRST_DAY ? NONE : day;
        } catch (DateTimeParseException e) {
            return NONE;
        }
    }
}
