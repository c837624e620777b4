package atelier.benchmark;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request as it goes over the wire, and the answer that is right.
 *
 * @param length of the right answer's body; {@link #ANY} if it is not known, but it is not empty
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and written as it is some ten thousand times a second.
record Request(byte[] bytes, int status, int length) {
    static final int ANY = -1;

    /** Asks for a path; further headers are lines of their own, each with its end. */
    static Request of(String path, String headers, int status, int length) {
        String text = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n";
        return new Request(text.getBytes(StandardCharsets.ISO_8859_1), status, length);
    }

    static Request of(String path) {
        return of(path, "", 200, ANY);
    }

    /** Returns what is wrong with an answer and the length of its body; null if nothing is. */
    @Nullable
    String fault(int answer, int body) {
        if (answer != status) {
            return answer + " in place of " + status;
        }
        boolean right = length == ANY ? body > 0 : body == length;
        return right ? null : "a body of " + body + " bytes";
    }
}
