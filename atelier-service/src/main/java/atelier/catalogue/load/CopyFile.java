package atelier.catalogue.load;

import atelier.catalogue.document.GrowingBytes;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/**
 * Rows that are kept on disk until PostgreSQL has time for them, in the binary format of its COPY, which spares it reading
 * compressed bytes as text (PostgreSQL's manual, COPY, "Binary Format").
 */
final class CopyFile implements Closeable {
    private static final byte[] HEADER = "PGCOPY\n\u00FF\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int TRAILER = -1;
    private static final int BLOCK = 1 << 16;

    private final FileChannel channel = TemporaryFile.open();
    private final GrowingBytes block = new GrowingBytes(2 * BLOCK);
    private final int columns;
    private long rows;

    CopyFile(int columns) throws IOException {
        this.columns = columns;
        block.add(HEADER);
    }

    /** Begins a row, whose columns are added then. */
    CopyFile row() throws IOException {
        if (block.length() >= BLOCK) {
            write();
        }
        block.addShort(columns);
        rows++;
        return this;
    }

    CopyFile number(int value) {
        block.addInt(Integer.BYTES).addInt(value);
        return this;
    }

    CopyFile bytes(byte[] source, int length) {
        block.addInt(length).add(source, 0, length);
        return this;
    }

    CopyFile bytes(byte[] source) {
        return bytes(source, source.length);
    }

    /** Ends the file, after the last row. */
    void finish() throws IOException {
        block.addShort(TRAILER);
        write();
    }

    private void write() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(block.array(), 0, block.length());
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw TemporaryFile.unwritable(e);
        }
        block.clear();
    }

    /**
     * Copies the finished file into a table that was created in the same transaction.
     *
     * @param table its name, and the names of the columns
     */
    void copyInto(String table, Connection connection) throws IOException, SQLException {
        channel.position(0);
        long stored = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(
                        "COPY " + table + " FROM STDIN WITH (FORMAT binary, FREEZE)",
                        Channels.newInputStream(channel),
                        BLOCK);
        if (stored != rows) {
            throw new SQLException("PostgreSQL stored " + stored + " rows of " + table + ", not " + rows);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
