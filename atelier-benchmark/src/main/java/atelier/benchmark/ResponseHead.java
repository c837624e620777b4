package atelier.benchmark;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an HTTP response head that say where the response ends.
 *
 * @param length the length of the head, with the empty line
 * @param body the length of the body, or {@link #CHUNKED}
 */
record ResponseHead(int length, int status, int body) {
    static final int CHUNKED = -2;

    private static final int UNKNOWN = -1;
    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRANSFER_ENCODING = "transfer-encoding:".getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS = "HTTP/1.1 ".length();

    /**
     * Reads the head of a response; null until it is complete.
     *
     * @throws MalformedResponseException if the head does not say where the response ends
     */
    static @Nullable ResponseHead parse(byte[] bytes, int available) {
        int body = UNKNOWN;
        int line = 0;
        for (int i = 0; i < available; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            // An empty line.
            if (line > 0 && i - line == 1) {
                return of(bytes, i + 1, body);
            }
            if (begins(CONTENT_LENGTH, bytes, line, i)) {
                body = number(bytes, line + CONTENT_LENGTH.length, i);
            } else if (begins(TRANSFER_ENCODING, bytes, line, i)) {
                // A server sends no other transfer coding unless the request allows it.
                body = CHUNKED;
            }
            line = i + 1;
        }
        return null;
    }

    private static ResponseHead of(byte[] bytes, int length, int body) {
        if (length < STATUS + 3 || bytes[0] != 'H') {
            throw new MalformedResponseException("not HTTP: " + excerpt(bytes, 0, length));
        }
        int status = number(bytes, STATUS, STATUS + 3);
        if (status == 304 || status == 204) {
            return new ResponseHead(length, status, 0);
        }
        if (body == UNKNOWN) {
            throw new MalformedResponseException(status + " without the length of its body");
        }
        return new ResponseHead(length, status, body);
    }

    private static boolean begins(byte[] name, byte[] bytes, int start, int end) {
        if (end - start < name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            byte character = bytes[start + i];
            int lower = character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character;
            if (lower != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] bytes, int start, int end) {
        String text = excerpt(bytes, start, end);
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw new MalformedResponseException("not a number: " + text, e);
        }
    }

    private static String excerpt(byte[] bytes, int start, int end) {
        return new String(bytes, start, Math.min(60, end - start), StandardCharsets.ISO_8859_1).strip();
    }
}
