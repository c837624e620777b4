package atelier.moderation;

import atelier.http.WholeNumbers;
import jakarta.ws.rs.BadRequestException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A position in the list of what was reported: reviews and questions by product and id, then answers by question and id.
 *
 * @param first the product, or an answer's question
 */
record ReportedCursor(Kind kind, long first, long id) {
    private static final Pattern CURSOR = Pattern.compile("(review|question|answer):([0-9]{1,10}):([0-9]{1,10})");

    /**
     * Parses a query parameter; a missing one is the start of the list.
     *
     * @throws BadRequestException if no response has such a cursor
     */
    static ReportedCursor of(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return startOf(Kind.REVIEW);
        }
        Matcher cursor = CURSOR.matcher(text);
        if (!cursor.matches()) {
            throw new BadRequestException("after must be the value of next in the last response, but was \""
                    + WholeNumbers.shorten(text) + "\"");
        }
        return new ReportedCursor(
                Kind.valueOf(cursor.group(1).toUpperCase(Locale.ROOT)),
                Long.parseLong(cursor.group(2)),
                Long.parseLong(cursor.group(3)));
    }

    static ReportedCursor startOf(Kind kind) {
        return new ReportedCursor(kind, 0, 0);
    }
}
