package atelier.benchmark;

import java.nio.charset.StandardCharsets;

/** Finds the end of a chunked body, however many packets it arrives in. */
final class ChunkedBody {
    static final int NOT_YET = -1;

    private static final int LINE_END = 2;
    private static final int LONGEST_SIZE = 16;

    /** The offset of the line with the next chunk's size. */
    private int next;

    private int body;

    void begin(int start) {
        next = start;
        body = 0;
    }

    /**
     * Returns the offset of the response's end, or {@link #NOT_YET} until it has arrived.
     *
     * @throws MalformedResponseException if a chunk's size cannot be read
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
            throw new MalformedResponseException("not the size of a chunk: " + text, e);
        }
    }

    /** Returns the length of the body, once its end is known. */
    int body() {
        return body;
    }
}
