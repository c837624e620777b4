package atelier.sample;

import java.util.Locale;

/** What can be wrong, or merely odd, in the published files. */
enum Dirt {
    NONE,

    // Of a whole file.
    BYTE_ORDER_MARK,
    WINDOWS_LINE_ENDS,
    BLANKS_IN_HEADER,
    OTHER_HEADER_NAMES,
    OTHER_COLUMN_ORDER,
    NO_HEADER,

    // Of a row that is to be loaded all the same.
    MISSING_CLOSING_QUOTE,
    NULL_URL,
    SALE_PRICE_ZERO,
    BLANK_BEFORE_NUMBER,
    CURRENCY_SIGN,
    BOOLEAN_AS_WORD,
    OUT_OF_ORDER,
    REPEATED_FEATURE,

    // Of a row that is to be rejected.
    EMPTY_NAME,
    SHORT_ROW,
    LONG_ROW,
    UNKNOWN_PARENT,
    RELATED_ZERO,
    // Here the row itself stays good: another row follows it under the same id, and that one is rejected.
    REPEATED_KEY;

    /** Whether the row that has this dirt must not be loaded. */
    boolean rejectsRow() {
        return switch (this) {
            case EMPTY_NAME, SHORT_ROW, LONG_ROW, UNKNOWN_PARENT, RELATED_ZERO -> true;
            default -> false;
        };
    }

    /** The name in the account of a generated catalogue. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
