package atelier.load;

import atelier.bytes.TextRange;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Parses the fields of a {@link CsvRow} by type. It works on the bytes, because a catalogue has 150 million fields. Each
 * method takes the column's index in its {@link CsvTable}.
 */
final class CsvFields {
    /** Prices are numeric(12, 2) in the database. */
    private static final long HIGHEST_PRICE_CENTS = 999_999_999_999L;

    private final CsvRow row;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();

    CsvFields(CsvRow row) {
        this.row = row;
    }

    boolean isNull(int column) {
        return row.isNull(column);
    }

    boolean isEmpty(int column) {
        return row.start(column) == row.end(column);
    }

    RowRejectedException rejected(RejectReason reason, int column) {
        return row.rejected(reason, column);
    }

    /** Returns the exception for a row that refers to one that was not loaded. */
    RowRejectedException unknown(CsvTable table, int id, int column) {
        return row.unknown(table, id, column);
    }

    /** Returns a whole number from {@code lowest} to 2,147,483,647, quoted or not, perhaps with decimals that are zero. */
    int number(int column, int lowest) throws RowRejectedException {
        return number(column, lowest, Integer.MAX_VALUE, RejectReason.NOT_A_NUMBER);
    }

    /** Returns a whole number in a range; the reason is used for other values. */
    int number(int column, int lowest, int highest, RejectReason reason) throws RowRejectedException {
        byte[] buffer = row.buffer();
        int position = blanks(row.start(column), row.end(column));
        int end = row.end(column);
        long value = -1;
        while (position < end && isDigit(buffer[position]) && value <= Integer.MAX_VALUE) {
            value = Math.max(value, 0) * 10 + buffer[position++] - '0';
        }
        if (value >= 0 && position + 1 < end && buffer[position] == '.' && buffer[position + 1] == '0') {
            position = zeros(position + 1, end);
        }
        if (blanks(position, end) != end || value < lowest || value > highest) {
            throw malformed(reason, column);
        }
        return (int) value;
    }

    /** Returns a price in cents. A dollar sign may precede it; only zeros may follow the second decimal. */
    long price(int column) throws RowRejectedException {
        long cents = cents(column);
        if (cents < 0) {
            throw malformed(RejectReason.NOT_A_PRICE, column);
        }
        return cents;
    }

    /** Returns a price in cents, and 0 if the field has no value. */
    long priceOrZero(int column) throws RowRejectedException {
        long cents = cents(column);
        // That method rejects a malformed price.
        return cents < 0 && !isMissing(column) ? price(column) : Math.max(cents, 0);
    }

    /** Returns -1 if the field is not a price. */
    private long cents(int column) {
        byte[] buffer = row.buffer();
        int end = row.end(column);
        int position = blanks(row.start(column), end);
        if (position < end && buffer[position] == '$') {
            position++;
        }
        int firstDigit = position;
        long cents = 0;
        while (position < end && isDigit(buffer[position]) && cents <= HIGHEST_PRICE_CENTS) {
            cents = cents * 10 + buffer[position++] - '0';
        }
        boolean wrong = position == firstDigit;
        cents *= 100;
        if (position < end && buffer[position] == '.') {
            position++;
            for (int unit = 10; position < end && isDigit(buffer[position]); unit /= 10, position++) {
                wrong |= unit == 0 && buffer[position] != '0';
                cents += (long) (buffer[position] - '0') * unit;
            }
        }
        return wrong || blanks(position, end) != end || cents > HIGHEST_PRICE_CENTS ? -1 : cents;
    }

    /** Returns a day as its number since 1970. */
    long day(int column) throws RowRejectedException {
        long day = FieldDay.of(row.buffer(), row.start(column), row.end(column));
        if (day == FieldDay.NONE) {
            throw malformed(RejectReason.NOT_A_DAY, column);
        }
        return day;
    }

    /** Returns true for 1, 1.0, true, t, yes or y, and false for their opposites, in any case. */
    boolean flag(int column) throws RowRejectedException {
        return switch (word(column)) {
            case "1", "1.0", "true", "t", "yes", "y" -> true;
            case "0", "0.0", "false", "f", "no", "n" -> false;
            default -> throw malformed(RejectReason.NOT_A_FLAG, column);
        };
    }

    private RowRejectedException malformed(RejectReason reason, int column) {
        return rejected(isMissing(column) ? RejectReason.MISSING : reason, column);
    }

    /** Whether a field of another type than text has no value, quoted or not. */
    private boolean isMissing(int column) {
        return row.isNull(column) || FieldWord.isMissing(word(column));
    }

    private String word(int column) {
        return FieldWord.of(row.buffer(), row.start(column), row.end(column));
    }

    /** Sets a text to the field, which must be text that PostgreSQL accepts: UTF-8 without the character 0. */
    void text(int column, TextRange text) throws RowRejectedException {
        requireUtf8(column);
        text.set(row.buffer(), row.start(column), row.end(column), row.hasDoubledQuotes(column));
    }

    private void requireUtf8(int column) throws RowRejectedException {
        byte[] buffer = row.buffer();
        int start = row.start(column);
        int end = row.end(column);
        boolean ascii = true;
        for (int i = start; i < end; i++) {
            if (buffer[i] <= 0) {
                ascii = false;
                if (buffer[i] == 0) {
                    throw rejected(RejectReason.NOT_TEXT, column);
                }
            }
        }
        if (!ascii) {
            try {
                utf8.reset().decode(ByteBuffer.wrap(buffer, start, end - start));
            } catch (CharacterCodingException e) {
                throw rejected(RejectReason.NOT_TEXT, column);
            }
        }
    }

    private int zeros(int from, int end) {
        int position = from;
        while (position < end && row.buffer()[position] == '0') {
            position++;
        }
        return position;
    }

    private int blanks(int from, int end) {
        int position = from;
        while (position < end && row.buffer()[position] == ' ') {
            position++;
        }
        return position;
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }
}
