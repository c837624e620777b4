package atelier.load;

import atelier.bytes.GrowingBytes;
import atelier.bytes.TextRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes rows in the binary format of PostgreSQL's COPY, which is cheaper for PostgreSQL than text: it parses no numbers
 * and no backslashes. See "Binary Format" in the manual's page of COPY; values have the form that the types' receive
 * functions take. Completed rows are buffered; a row that was begun and not ended is dropped.
 */
public final class CopyRows {
    private static final byte[] HEADER = "PGCOPY\n\u00FF\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    /** For rows that are only checked. */
    static final Sink NOWHERE = (bytes, length) -> {};

    private static final int TRAILER = -1;
    private static final int NULL = -1;
    private static final int BLOCK = 1 << 16;

    /** PostgreSQL's epoch. */
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private static final long EPOCH_DAY =
            EPOCH.getEpochSecond() / Duration.ofDays(1).toSeconds();

    private final Sink sink;
    private final int columns;
    private final GrowingBytes buffer = new GrowingBytes(2 * BLOCK);
    private int rowStart;
    private long count;

    /** @param columns the number of columns of each row */
    CopyRows(Sink sink, int columns) {
        this.sink = sink;
        this.columns = columns;
        rowStart = buffer.add(HEADER).length();
    }

    /**
     * Returns the statement that reads the rows. FREEZE saves PostgreSQL a second pass over the rows. It requires a
     * table that was created in the same transaction.
     */
    static String statement(String table, List<String> columns) {
        return "COPY " + table + " (" + String.join(", ", columns) + ") FROM STDIN WITH (FORMAT binary, FREEZE)";
    }

    /**
     * Copies rows into a table that was created in the connection's transaction.
     *
     * @param table the table's qualified name
     * @param source adds the rows
     */
    public static void send(Connection connection, String table, List<String> columns, Source source)
            throws IOException, SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement(table, columns));
        CopyRows rows = new CopyRows((bytes, length) -> copy.writeToCopy(bytes, 0, length), columns.size());
        source.addTo(rows);
        rows.finish();
        long stored = copy.endCopy();
        if (stored != rows.count()) {
            throw new SQLException("PostgreSQL stored " + stored + " rows of " + table + ", not " + rows.count());
        }
    }

    public CopyRows begin() {
        buffer.truncate(rowStart);
        buffer.addShort(columns);
        return this;
    }

    public CopyRows number(int value) {
        buffer.addInt(Integer.BYTES).addInt(value);
        return this;
    }

    CopyRows smallNumber(int value) {
        buffer.addInt(Short.BYTES).addShort(value);
        return this;
    }

    public CopyRows bigNumber(long value) {
        buffer.addInt(Long.BYTES).addInt((int) (value >> Integer.SIZE)).addInt((int) value);
        return this;
    }

    /** Adds a date. */
    CopyRows day(long daysSince1970) {
        return number((int) (daysSince1970 - EPOCH_DAY));
    }

    /** Adds a numeric with two decimals. Its digits are to the base of 10,000; the last stands behind the point. */
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
        return bigNumber(ChronoUnit.MICROS.between(EPOCH, time));
    }

    public CopyRows nothing() {
        buffer.addInt(NULL);
        return this;
    }

    public CopyRows bytes(byte[] source, int from, int to) {
        buffer.addInt(to - from).add(source, from, to);
        return this;
    }

    public CopyRows bytes(byte[] source) {
        return bytes(source, 0, source.length);
    }

    /** Adds a text, and turns each pair of doubled quotes into one. */
    CopyRows text(TextRange text) {
        byte[] source = text.bytes();
        int from = text.start();
        int end = text.end();
        if (!text.hasDoubledQuotes()) {
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

    /** Adds fields that {@link #addFieldsTo} has taken from another row. */
    public CopyRows fields(byte[] fields) {
        buffer.add(fields);
        return this;
    }

    /** Adds the encoded fields of the row that was begun. */
    public void addFieldsTo(GrowingBytes target) {
        target.add(buffer.array(), rowStart + Short.BYTES, buffer.length());
    }

    public void end() throws IOException, SQLException {
        count++;
        rowStart = buffer.length();
        if (rowStart >= BLOCK) {
            flush();
        }
    }

    /** Writes the end of the data. */
    void finish() throws IOException, SQLException {
        buffer.truncate(rowStart);
        buffer.addShort(TRAILER);
        rowStart = buffer.length();
        flush();
    }

    /** Returns the number of completed rows. */
    long count() {
        return count;
    }

    private void flush() throws IOException, SQLException {
        sink.write(buffer.array(), rowStart);
        buffer.clear();
        rowStart = 0;
    }

    /** Adds rows. */
    public interface Source {
        void addTo(CopyRows rows) throws IOException, SQLException;
    }

    /** Receives rows in blocks. */
    interface Sink {
        void write(byte[] bytes, int length) throws IOException, SQLException;
    }
}
