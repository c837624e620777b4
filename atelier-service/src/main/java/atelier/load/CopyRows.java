package atelier.load;

import atelier.bytes.GrowingBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Rows in the binary format of PostgreSQL's COPY, which spares it reading numbers, and looking for backslashes, as text
 * (PostgreSQL's manual, COPY, "Binary Format"; its values are what the types' receive functions take). A row is passed on
 * some time after it ended; one that was only begun is dropped.
 */
final class CopyRows {
    private static final byte[] HEADER = "PGCOPY\n\u00FF\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int TRAILER = -1;
    private static final int NULL = -1;
    private static final int PASS_ON_AT = 1 << 16;

    /** From which PostgreSQL counts time. */
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private final Sink sink;
    private final int columns;
    private final GrowingBytes buffer = new GrowingBytes(2 * PASS_ON_AT);
    private int rowStart;
    private long count;

    /**
     * Begins to write rows.
     *
     * @param columns how many each of them has
     */
    CopyRows(Sink sink, int columns) {
        this.sink = sink;
        this.columns = columns;
        rowStart = buffer.add(HEADER).length();
    }

    /**
     * Returns the statement that takes the rows. FREEZE spares PostgreSQL a second pass over them, and needs a table that was
     * created in the same transaction.
     */
    static String statement(String table, List<String> columns) {
        return "COPY catalogue_next." + table + " (" + String.join(", ", columns)
                + ") FROM STDIN WITH (FORMAT binary, FREEZE)";
    }

    CopyRows begin() {
        buffer.truncate(rowStart);
        buffer.addShort(columns);
        return this;
    }

    CopyRows number(int value) {
        buffer.addInt(Integer.BYTES).addInt(value);
        return this;
    }

    /** Adds a numeric with two decimals: its digits are to the base of 10,000, the last of them behind the point. */
    CopyRows price(long cents) {
        long whole = cents / 100;
        buffer.addInt(8 * Short.BYTES);
        // Four digits, of which the first counts 10,000 squared; positive; two decimals.
        buffer.addShort(4).addShort(2).addShort(0).addShort(2);
        buffer.addShort((int) (whole / 100_000_000)).addShort((int) (whole / 10_000 % 10_000));
        buffer.addShort((int) (whole % 10_000)).addShort((int) (cents % 100 * 100));
        return this;
    }

    CopyRows flag(boolean value) {
        buffer.addInt(1).add(value ? "\1" : "\0");
        return this;
    }

    CopyRows time(Instant time) {
        long microseconds = ChronoUnit.MICROS.between(EPOCH, time);
        buffer.addInt(Long.BYTES).addInt((int) (microseconds >> Integer.SIZE)).addInt((int) microseconds);
        return this;
    }

    CopyRows nothing() {
        buffer.addInt(NULL);
        return this;
    }

    CopyRows bytes(byte[] source, int from, int to) {
        buffer.addInt(to - from).add(source, from, to);
        return this;
    }

    CopyRows bytes(byte[] source) {
        return bytes(source, 0, source.length);
    }

    /** Adds a column's text as it is meant: without the doubling of its quotes. */
    CopyRows text(CsvRow row, int column) {
        byte[] source = row.buffer();
        int from = row.start(column);
        int end = row.end(column);
        if (!row.hasDoubledQuotes(column)) {
            return bytes(source, from, end);
        }
        int lengthAt = buffer.length();
        buffer.addInt(0);
        for (int i = from; i < end; i++) {
            if (source[i] == '"') {
                buffer.add(source, from, i + 1);
                from = ++i + 1;
            }
        }
        buffer.add(source, from, end);
        buffer.setInt(lengthAt, buffer.length() - lengthAt - Integer.BYTES);
        return this;
    }

    void end() throws IOException, SQLException {
        count++;
        rowStart = buffer.length();
        if (rowStart >= PASS_ON_AT) {
            passOn();
        }
    }

    /** Passes on the last row, and that it is the last. */
    void finish() throws IOException, SQLException {
        buffer.truncate(rowStart);
        buffer.addShort(TRAILER);
        rowStart = buffer.length();
        passOn();
    }

    /** Returns how many rows have ended. */
    long count() {
        return count;
    }

    private void passOn() throws IOException, SQLException {
        sink.write(buffer.array(), rowStart);
        buffer.clear();
        rowStart = 0;
    }

    /** Where rows go. */
    interface Sink {
        void write(byte[] bytes, int length) throws IOException, SQLException;
    }
}
