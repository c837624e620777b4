package atelier.catalogue.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Rows that are kept on disk until PostgreSQL has time for them, and that it may begin to read while they are written. */
final class CopyFile implements Closeable {
    private static final int BLOCK = 1 << 16;

    private final FileChannel channel = TemporaryFile.open();
    private final CopyRows rows;
    private long end;
    private boolean complete;
    private @Nullable Throwable failure;

    CopyFile(int columns) throws IOException {
        rows = new CopyRows(this::write, columns);
    }

    /** Returns where one thread adds the rows. */
    CopyRows rows() {
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

    /** Ends the rows. */
    void complete() throws IOException, SQLException {
        rows.finish();
        synchronized (this) {
            complete = true;
            notifyAll();
        }
    }

    /** Lets the one who reads fail as the one who writes did. */
    synchronized void fail(Throwable cause) {
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
            throw new InterruptedIOException("Interrupted while rows were awaited");
        }
        if (failure != null) {
            throw new IOException(failure instanceof IOException ? failure.getMessage() : failure.toString(), failure);
        }
        return end;
    }

    /**
     * Copies the rows, until they are complete, into a table that was created in the same transaction.
     *
     * @param table its name, and the names of the columns
     * @return how many rows PostgreSQL has stored
     */
    long copyInto(String table, Connection connection) throws IOException, SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement(table), new Reader(), BLOCK);
    }

    /** Returns the statement. FREEZE spares PostgreSQL a second pass over the rows, and needs a table of the same transaction. */
    static String statement(String table) {
        return "COPY " + table + " FROM STDIN WITH (FORMAT binary, FREEZE)";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private final class Reader extends InputStream {
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
