package atelier.sample;

import java.util.Locale;

/** A fault or a peculiarity of the published files. */
enum Dirt {
    NONE,

    // Affects a whole file.
    BYTE_ORDER_MARK,
    WINDOWS_LINE_ENDS,
    BLANKS_IN_HEADER,
    OTHER_HEADER_NAMES,
    OTHER_COLUMN_ORDER,
    NO_HEADER,
    FEWER_QUOTES,

    // Affects a row that is loaded nevertheless.
    MISSING_CLOSING_QUOTE,
    NULL_URL,
    SALE_PRICE_ZERO,
    BLANK_BEFORE_NUMBER,
    CURRENCY_SIGN,
    BOOLEAN_AS_WORD,
    BOOLEAN_AS_DIGIT,
    DATE_AS_DAY,
    NULL_EMAIL,
    OUT_OF_ORDER,
    REPEATED_FEATURE,

    // Affects a row that is rejected.
    EMPTY_NAME,
    SHORT_ROW,
    LONG_ROW,
    UNKNOWN_PARENT,
    RELATED_ZERO,
    FOREIGN_CHARACTERISTIC,
    // The row itself is good: a second row with the same id follows, and that row is rejected.
    REPEATED_KEY;

    /** Whether a row with this dirt is rejected. */
    boolean rejectsRow() {
        return switch (this) {
            case EMPTY_NAME, SHORT_ROW, LONG_ROW, UNKNOWN_PARENT, RELATED_ZERO, FOREIGN_CHARACTERISTIC -> true;
            default -> false;
        };
    }

    /** Returns the name in {@code generated.json}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
