package atelier.catalogue.load;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** Rows that are kept on disk until PostgreSQL has time for them. */
final class CopyFile implements Closeable {
    private static final int BLOCK = 1 << 16;

    private final FileChannel channel = TemporaryFile.open();
    private final CopyRows rows;

    CopyFile(int columns) throws IOException {
        rows = new CopyRows(this::write, columns);
    }

    /** Returns where the rows are added. */
    CopyRows rows() {
        return rows;
    }

    private void write(byte[] source, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(source, 0, length);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw TemporaryFile.unwritable(e);
        }
    }

    /**
     * Ends the rows, and copies them into a table that was created in the same transaction.
     *
     * @param table its name, and the names of the columns
     */
    void copyInto(String table, Connection connection) throws IOException, SQLException {
        long count = rows.finish();
        channel.position(0);
        long stored = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(statement(table), Channels.newInputStream(channel), BLOCK);
        if (stored != count) {
            throw new SQLException("PostgreSQL stored " + stored + " rows of " + table + ", not " + count);
        }
    }

    /** Returns the statement. FREEZE spares PostgreSQL a second pass over the rows, and needs a table of the same transaction. */
    static String statement(String table) {
        return "COPY " + table + " FROM STDIN WITH (FORMAT binary, FREEZE)";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
