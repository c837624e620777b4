package atelier.sample;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes rows field by field into one buffer. Line ends stand between lines: the last line has none. */
final class CsvFile implements Closeable {
    private static final int BUFFER_SIZE = 1 << 17;
    /** Room for separators, quotes, a number and a line end beside a field. */
    private static final int RESERVE = 1 << 6;

    private static final int LONGEST_FIELD = 1 << 13;

    private final OutputStream out;
    private final byte[] lineEnd;
    private final boolean fewerQuotes;
    private final byte[] buffer = new byte[BUFFER_SIZE];
    private int used;
    private boolean started;
    private boolean fieldBefore;
    private int quotedFrom;

    /**
     * Creates a writer.
     *
     * @param fewerQuotes whether to quote only those fields that need it, as spreadsheets do
     */
    CsvFile(OutputStream out, String lineEnd, boolean fewerQuotes) {
        this.out = out;
        this.fewerQuotes = fewerQuotes;
        this.lineEnd = lineEnd.getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes characters as they are, ahead of the rows: a byte-order mark or the header. */
    void preamble(String characters, boolean line) throws IOException {
        byte[] bytes = characters.getBytes(StandardCharsets.UTF_8);
        makeRoom(bytes.length);
        System.arraycopy(bytes, 0, buffer, used, bytes.length);
        used += bytes.length;
        started |= line;
    }

    /** Begins the next row. */
    CsvFile row() throws IOException {
        if (started) {
            makeRoom(0);
            System.arraycopy(lineEnd, 0, buffer, used, lineEnd.length);
            used += lineEnd.length;
        }
        started = true;
        fieldBefore = false;
        return this;
    }

    CsvFile number(long value) throws IOException {
        separate();
        digits(value);
        return this;
    }

    /** Writes a number behind the blank or the currency sign that some rows have there. */
    CsvFile number(Dirt dirt, long value) throws IOException {
        separate();
        if (dirt == Dirt.BLANK_BEFORE_NUMBER) {
            buffer[used++] = ' ';
        } else if (dirt == Dirt.CURRENCY_SIGN) {
            buffer[used++] = '$';
        }
        digits(value);
        return this;
    }

    /** Writes a field that is complete as it is. */
    CsvFile field(Text field) throws IOException {
        separate();
        makeRoom(field.length());
        used = field.copyTo(buffer, used);
        return this;
    }

    /** Begins a quoted field made of pieces, of at most {@link #LONGEST_FIELD} bytes if quotes are to be few. */
    CsvFile quote() throws IOException {
        separate();
        if (fewerQuotes) {
            makeRoom(LONGEST_FIELD);
        }
        quotedFrom = used;
        buffer[used++] = '"';
        return this;
    }

    CsvFile piece(Text piece) throws IOException {
        makeRoom(piece.length());
        used = piece.copyTo(buffer, used);
        return this;
    }

    CsvFile pieceNumber(long value) throws IOException {
        makeRoom(0);
        digits(value);
        return this;
    }

    CsvFile unquote() throws IOException {
        makeRoom(0);
        if (fewerQuotes && needsNoQuotes()) {
            System.arraycopy(buffer, quotedFrom + 1, buffer, quotedFrom, used - quotedFrom - 1);
            used--;
        } else {
            buffer[used++] = '"';
        }
        return this;
    }

    private boolean needsNoQuotes() {
        for (int at = quotedFrom + 1; at < used; at++) {
            if (buffer[at] == ',' || buffer[at] == '"') {
                return false;
            }
        }
        return used > quotedFrom + 1;
    }

    @Override
    public void close() throws IOException {
        try (out) {
            out.write(buffer, 0, used);
            used = 0;
        }
    }

    private void separate() throws IOException {
        makeRoom(0);
        if (fieldBefore) {
            buffer[used++] = ',';
        }
        fieldBefore = true;
    }

    private void makeRoom(int length) throws IOException {
        if (length > BUFFER_SIZE - RESERVE) {
            throw new IllegalArgumentException("A field has " + length + " bytes, more than the buffer can hold");
        }
        if (used > BUFFER_SIZE - RESERVE - length) {
            out.write(buffer, 0, used);
            used = 0;
        }
    }

    private void digits(long value) {
        int length = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            length++;
        }
        long rest = value;
        for (int at = used + length - 1; at >= used; at--) {
            buffer[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        used += length;
    }
}
