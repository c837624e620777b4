package atelier.benchmark;

import java.nio.charset.StandardCharsets;

/** Finds the end of a body that comes in chunks, as every larger one does, however many pieces it arrives in. */
final class ChunkedBody {
    static final int NOT_YET = -1;

    private static final int LINE_END = 2;
    private static final int LONGEST_SIZE = 16;

    /** Where the line stands, or will, that has the next chunk's size. */
    private int next;

    private int body;

    void begin(int start) {
        next = start;
        body = 0;
    }

    /**
     * Returns where the answer ends, {@link #NOT_YET} if that is not known.
     *
     * @throws MalformedResponseException if these are no chunks
     */
    int end(byte[] bytes, int available) {
        while (true) {
            int line = next;
            while (line < available && bytes[line] != '\n') {
                line++;
            }
            if (line >= available) {
                return NOT_YET;
            }
            int size = size(bytes, line);
            if (size == 0) {
                return line + 1 + LINE_END;
            }
            body += size;
            next = line + 1 + size + LINE_END;
        }
    }

    private int size(byte[] bytes, int end) {
        String text = new String(bytes, next, Math.min(LONGEST_SIZE, end - next), StandardCharsets.ISO_8859_1).strip();
        try {
            return Integer.parseUnsignedInt(text, 16);
        } catch (NumberFormatException e) {
            throw new MalformedResponseException("no size of a chunk: " + text, e);
        }
    }

    /** Returns how long the body is, once its end is known. */
    int body() {
        return body;
    }
}
