package atelier.load;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** The words that a field of a number, a price or a flag may hold instead. */
final class FieldWord {
    /** No value, as Python, R, JavaScript, spreadsheets and database tools write it. */
    private static final Set<String> MISSING = Set.of(
            "",
            "null",
            "(null)",
            "<null>",
            "[null]",
            "none",
            "nil",
            "nan",
            "na",
            "n/a",
            "#n/a",
            "<na>",
            "undefined",
            "-");

    private static final int LONGEST = 9;

    private FieldWord() {}

    /** Returns a field in lower case without the blanks around it; of a long field the beginning, which is no word. */
    static String of(byte[] buffer, int from, int to) {
        int start = from;
        while (start < to && LineText.isBlank(buffer[start])) {
            start++;
        }
        int end = to;
        while (end > start && LineText.isBlank(buffer[end - 1])) {
            end--;
        }
        return new String(buffer, start, Math.min(end - start, LONGEST + 1), StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
    }

    static boolean isMissing(String word) {
        return MISSING.contains(word);
    }
}
