package atelier.http;

import jakarta.ws.rs.BadRequestException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Parses numbers from requests. */
public final class WholeNumbers {
    private static final int LONGEST_ECHO = 40;

    private WholeNumbers() {}

    /**
     * Parses a query parameter. A missing or empty parameter means the default, as in the original API.
     *
     * @return a number from 1 to {@code highest}
     * @throws BadRequestException naming parameter, bounds and value
     */
    public static long parameter(String name, @Nullable String text, long otherwise, long highest) {
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        long value = parse(text).orElse(0);
        if (value < 1 || value > highest) {
            throw refusal(name, text, highest);
        }
        return value;
    }

    /** Returns the exception that names parameter, bounds and value. */
    public static BadRequestException refusal(String name, String text, long highest) {
        return new BadRequestException(name + " must be a whole number from 1"
                + (highest == Long.MAX_VALUE ? "" : " to " + highest) + ", but was \"" + shorten(text) + "\"");
    }

    /** Returns the value of ASCII digits, at most {@link Long#MAX_VALUE}; empty for any other text. */
    public static OptionalLong parse(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException tooLarge) {
            return OptionalLong.of(Long.MAX_VALUE);
        }
    }

    /** Returns the beginning of a long text, for an error message that quotes it. */
    public static String shorten(String text) {
        if (text.length() <= LONGEST_ECHO) {
            return text;
        }
        // Never between the two halves of a surrogate pair.
        int end = Character.isHighSurrogate(text.charAt(LONGEST_ECHO - 1)) ? LONGEST_ECHO - 1 : LONGEST_ECHO;
        return text.substring(0, end) + "…";
    }
}
