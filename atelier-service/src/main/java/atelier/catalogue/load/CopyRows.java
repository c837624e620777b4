package atelier.catalogue.load;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.postgresql.copy.CopyIn;

/**
 * Rows in the text format of PostgreSQL's COPY: tabs between columns, {@code \N} for null, backslashes before what would
 * be mistaken (PostgreSQL's manual, COPY, "Text Format"). A row is sent when it ends; one that was only begun is dropped.
 */
final class CopyRows {
    private static final int SEND_AT = 1 << 16;

    private final CopyIn copy;
    /** Room for a row of the longest line, each of whose bytes may need a backslash, behind rows that wait. */
    private final byte[] buffer = new byte[SEND_AT + 2 * LineReader.LONGEST_LINE + 256];

    private int length;
    private int rowStart;

    CopyRows(CopyIn copy) {
        this.copy = copy;
    }

    void begin() {
        length = rowStart;
    }

    CopyRows number(long value) {
        separate();
        digits(value);
        return this;
    }

    private void digits(long value) {
        if (value >= 10) {
            digits(value / 10);
        }
        buffer[length++] = (byte) ('0' + value % 10);
    }

    CopyRows price(long cents) {
        number(cents / 100);
        buffer[length++] = '.';
        buffer[length++] = (byte) ('0' + cents / 10 % 10);
        buffer[length++] = (byte) ('0' + cents % 10);
        return this;
    }

    CopyRows flag(boolean value) {
        separate();
        buffer[length++] = (byte) (value ? 't' : 'f');
        return this;
    }

    CopyRows nothing() {
        separate();
        buffer[length++] = '\\';
        buffer[length++] = 'N';
        return this;
    }

    CopyRows word(String ascii) {
        separate();
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
        return this;
    }

    /** Adds a column's text as it is meant: without the doubling of its quotes. */
    CopyRows text(CsvRow row, int column) {
        separate();
        byte[] source = row.buffer();
        int end = row.end(column);
        boolean doubled = row.hasDoubledQuotes(column);
        for (int i = row.start(column); i < end; i++) {
            byte value = source[i];
            switch (value) {
                case '\\' -> escaped('\\');
                case '\t' -> escaped('t');
                case '\r' -> escaped('r');
                case '"' -> {
                    buffer[length++] = value;
                    i += doubled ? 1 : 0;
                }
                default -> buffer[length++] = value;
            }
        }
        return this;
    }

    private void escaped(char code) {
        buffer[length++] = '\\';
        buffer[length++] = (byte) code;
    }

    private void separate() {
        if (length > rowStart) {
            buffer[length++] = '\t';
        }
    }

    void end() throws SQLException {
        buffer[length++] = '\n';
        rowStart = length;
        if (length >= SEND_AT) {
            flush();
        }
    }

    /** Sends the rows that are complete. */
    void flush() throws SQLException {
        copy.writeToCopy(buffer, 0, rowStart);
        rowStart = 0;
        length = 0;
    }
}
