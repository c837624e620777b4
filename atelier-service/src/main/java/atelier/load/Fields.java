package atelier.load;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/** What a column's bytes mean: whole numbers, prices, flags, text. Works on the bytes, since a catalogue has 150 million. */
final class Fields {
    /** Prices are numeric(12, 2) in the database. */
    private static final long HIGHEST_PRICE_CENTS = 999_999_999_999L;

    private final CsvRow row;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();

    Fields(CsvRow row) {
        this.row = row;
    }

    /** Returns a whole number from {@code lowest} to 2,147,483,647, be it quoted or not. */
    int number(int column, int lowest) throws RowRejectedException {
        if (row.isNull(column)) {
            throw row.rejected(RejectReason.MISSING, column);
        }
        byte[] buffer = row.buffer();
        int position = blanks(row.start(column), row.end(column));
        int end = row.end(column);
        long value = -1;
        while (position < end && isDigit(buffer[position]) && value <= Integer.MAX_VALUE) {
            value = Math.max(value, 0) * 10 + buffer[position++] - '0';
        }
        if (blanks(position, end) != end || value < lowest || value > Integer.MAX_VALUE) {
            throw row.rejected(RejectReason.NOT_A_NUMBER, column);
        }
        return (int) value;
    }

    /** Returns a price in cents: digits, at most two of them that count behind a point, a dollar sign before them or not. */
    long price(int column) throws RowRejectedException {
        if (row.isNull(column)) {
            throw row.rejected(RejectReason.MISSING, column);
        }
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
        if (wrong || blanks(position, end) != end || cents > HIGHEST_PRICE_CENTS) {
            throw row.rejected(RejectReason.NOT_A_PRICE, column);
        }
        return cents;
    }

    /** Returns a sale's price in cents, or -1 where there is no sale; one edition writes 0 for that. */
    long salePrice(int column) throws RowRejectedException {
        long cents = row.isNull(column) ? 0 : price(column);
        return cents == 0 ? -1 : cents;
    }

    /** Returns whether a column says 1 or true. */
    boolean flag(int column) throws RowRejectedException {
        if (row.isNull(column)) {
            throw row.rejected(RejectReason.MISSING, column);
        }
        int start = blanks(row.start(column), row.end(column));
        int length = row.end(column) - start;
        byte first = length > 0 ? row.buffer()[start] : 0;
        if (length == 1 && (first == '0' || first == '1')) {
            return first == '1';
        }
        if (isWord(start, length, "true")) {
            return true;
        }
        if (isWord(start, length, "false")) {
            return false;
        }
        throw row.rejected(RejectReason.NOT_A_FLAG, column);
    }

    private boolean isWord(int start, int length, String word) {
        if (length != word.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if ((row.buffer()[start + i] | 0x20) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Proves that a column is text that PostgreSQL takes: UTF-8 without the character 0. */
    void requireText(int column) throws RowRejectedException {
        byte[] buffer = row.buffer();
        int start = row.start(column);
        int end = row.end(column);
        boolean ascii = true;
        for (int i = start; i < end; i++) {
            if (buffer[i] <= 0) {
                ascii = false;
                if (buffer[i] == 0) {
                    throw row.rejected(RejectReason.NOT_TEXT, column);
                }
            }
        }
        if (!ascii) {
            try {
                utf8.reset().decode(ByteBuffer.wrap(buffer, start, end - start));
            } catch (CharacterCodingException e) {
                throw row.rejected(RejectReason.NOT_TEXT, column);
            }
        }
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
