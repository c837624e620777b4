package atelier.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * COPY rows in a temporary file: one thread writes rows while PostgreSQL is busy with other tables, and another thread
 * may begin to copy them before the last row is written.
 */
public final class CopyFile implements Closeable {
    private static final int BLOCK = 1 << 16;

    private final String table;
    private final List<String> columns;
    private final FileChannel channel = TemporaryFile.open();
    private final CopyRows rows;
    private long end;
    private boolean complete;
    private @Nullable Throwable failure;

    /** @param table the table's qualified name */
    public CopyFile(String table, List<String> columns) throws IOException {
        this.table = table;
        this.columns = columns;
        rows = new CopyRows(this::write, columns.size());
    }

    /** Returns the rows, for use by one thread. */
    public CopyRows rows() {
        return rows;
    }

    private void write(byte[] source, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(source, 0, length);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes, end + bytes.position());
            }
        } catch (IOException e) {
            throw TemporaryFile.unwritable(e);
        }
        synchronized (this) {
            end += length;
            notifyAll();
        }
    }

    /** Marks the rows as complete. */
    public void complete() throws IOException, SQLException {
        rows.finish();
        synchronized (this) {
            complete = true;
            notifyAll();
        }
    }

    /** Makes {@link #copy} fail with this cause. */
    public synchronized void fail(Throwable cause) {
        failure = cause;
        notifyAll();
    }

    private synchronized long awaitMoreThan(long position) throws IOException {
        try {
            while (end == position && !complete && failure == null) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while waiting for rows");
        }
        if (failure instanceof IOException unwritten) {
            throw unwritten;
        }
        if (failure != null) {
            throw new IOException("The rows of " + table + " cannot be made: " + failure, failure);
        }
        return end;
    }

    /** Copies the rows until they are complete. The connection must have created the table in its transaction. */
    public void copy(Connection connection) throws IOException, SQLException {
        long stored = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn(CopyRows.statement(table, columns), new Input(), BLOCK);
        if (stored != rows.count()) {
            throw new SQLException("PostgreSQL stored " + stored + " rows of " + table + ", not " + rows.count());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private final class Input extends InputStream {
        private long position;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            long there = awaitMoreThan(position) - position;
            if (there == 0) {
                return -1;
            }
            int read = channel.read(ByteBuffer.wrap(target, from, (int) Math.min(there, length)), position);
            position += read;
            return read;
        }
    }
}
