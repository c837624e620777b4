package atelier.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a file line by line without copying: a line is a range of the buffer, valid until the next line is read. Strips
 * a byte-order mark, the line ends LF and CRLF, and the Ctrl-Z with which DOS ends a file.
 */
final class CsvLines implements Closeable {
    /** Bounds the memory for a file without line ends. */
    static final int LONGEST_LINE = 1 << 20;

    /** The reject file shows this many bytes of a longer line. */
    private static final int KEPT = 1_000;

    private static final byte CTRL_Z = 0x1A;

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
    private int nextStart;
    private int nextEnd;

    CsvLines(Path file) throws IOException {
        this(Files.newInputStream(file));
    }

    /** Takes over the stream: closes it with itself, or if the first read fails. */
    CsvLines(InputStream input) throws IOException {
        this.input = input;
        try {
            fill();
        } catch (IOException e) {
            try (input) {
                throw e;
            }
        }
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
            moveToFront(next, limit - next);
            fill();
            scan = scanned;
        }
    }

    private boolean skipLongLine() throws IOException {
        tooLong = true;
        moveToFront(next, KEPT);
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
        end = withoutLineEnd(from, to);
        next = following;
        lineNumber++;
        return true;
    }

    private int withoutLineEnd(int from, int to) {
        int last = ended && to == limit && to > from && buffer[to - 1] == CTRL_Z ? to - 1 : to;
        return last > from && buffer[last - 1] == '\r' ? last - 1 : last;
    }

    /**
     * Finds the next line that has a value, without reading it: {@link #nextStart} and {@link #nextEnd} are its range,
     * which is empty at the end of the file. The current line moves in the buffer.
     */
    void lookAhead() throws IOException {
        moveToFront(start, limit - start);
        nextStart = next;
        for (int scan = next; ; scan++) {
            while (scan == limit && !ended && limit < buffer.length) {
                fill();
            }
            boolean isLast = scan == limit;
            if (isLast || buffer[scan] == '\n') {
                nextEnd = withoutLineEnd(nextStart, scan);
                if (isLast || !LineText.hasNoValue(buffer, nextStart, nextEnd)) {
                    return;
                }
                nextStart = scan + 1;
            }
        }
    }

    /** Whether the line has no value: it is blank, or has nothing but commas and empty quotes. */
    boolean hasNoValue() {
        return LineText.hasNoValue(buffer, start, end);
    }

    private void moveToFront(int from, int length) {
        System.arraycopy(buffer, from, buffer, 0, length);
        start -= from;
        end -= from;
        next -= from;
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

    /** Returns the start of the line that {@link #lookAhead} found. */
    int nextStart() {
        return nextStart;
    }

    int nextEnd() {
        return nextEnd;
    }

    /** Whether the line is longer than {@link #LONGEST_LINE}; the buffer then holds its beginning only. */
    boolean isTooLong() {
        return tooLong;
    }

    /** Returns the line's number in the file, from 1. */
    long lineNumber() {
        return lineNumber;
    }

    /** Returns how many bytes of the file were read as lines. */
    long position() {
        return bytesRead - (limit - next);
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
