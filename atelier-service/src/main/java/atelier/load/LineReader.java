package atelier.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a file line by line without copying: a line is a range of the reader's buffer, valid until the next one is read.
 * Leaves out a byte-order mark and line ends, be they LF or CRLF.
 */
final class LineReader implements Closeable {
    /** No catalogue has longer lines, and a file without line ends must not fill the memory. */
    static final int LONGEST_LINE = 1 << 20;

    /** What is kept of a longer line, for the reject file. */
    private static final int KEPT = 1_000;

    private final InputStream input;
    private final byte[] buffer = new byte[2 * LONGEST_LINE];
    private int next;
    private int limit;
    private boolean ended;
    private long bytesRead;

    private int start;
    private int end;
    private boolean tooLong;
    private long lineNumber;

    LineReader(Path file) throws IOException {
        this.input = Files.newInputStream(file);
        fill();
        boolean mark = limit >= 3 && buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB && buffer[2] == (byte) 0xBF;
        next = mark ? 3 : 0;
    }

    /** Goes to the next line; false at the end of the file. */
    boolean readLine() throws IOException {
        tooLong = false;
        int scan = next;
        while (true) {
            while (scan < limit && buffer[scan] != '\n') {
                scan++;
            }
            if (scan < limit) {
                return line(next, scan, scan + 1);
            }
            if (ended) {
                return next < limit && line(next, limit, limit);
            }
            if (limit - next > LONGEST_LINE) {
                return skipLongLine();
            }
            int scanned = scan - next;
            moveToFront(limit - next);
            fill();
            scan = scanned;
        }
    }

    private boolean skipLongLine() throws IOException {
        tooLong = true;
        moveToFront(KEPT);
        while (!ended) {
            limit = KEPT;
            fill();
            for (int scan = KEPT; scan < limit; scan++) {
                if (buffer[scan] == '\n') {
                    return line(0, KEPT, scan + 1);
                }
            }
        }
        return line(0, KEPT, limit);
    }

    private boolean line(int from, int to, int following) {
        tooLong |= to - from > LONGEST_LINE;
        start = from;
        end = to > from && buffer[to - 1] == '\r' ? to - 1 : to;
        next = following;
        lineNumber++;
        return true;
    }

    private void moveToFront(int length) {
        System.arraycopy(buffer, next, buffer, 0, length);
        next = 0;
        limit = length;
    }

    private void fill() throws IOException {
        int read = input.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            ended = true;
        } else {
            limit += read;
            bytesRead += read;
        }
    }

    byte[] buffer() {
        return buffer;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** Tells whether the line is longer than {@link #LONGEST_LINE}, so that only its beginning is here. */
    boolean isTooLong() {
        return tooLong;
    }

    /** Returns the number of the line in its file, the first being 1. */
    long lineNumber() {
        return lineNumber;
    }

    /** Returns how many bytes of the file lie behind the reader. */
    long position() {
        return bytesRead - (limit - next);
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
