package atelier.benchmark;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request's bytes, and the expected response.
 *
 * @param length the expected length of the body; {@link #ANY} for any length but 0
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and sent some ten thousand times a second.
record Request(byte[] bytes, int status, int length) {
    static final int ANY = -1;

    /** A GET of a path. {@code headers} are further header lines, each with its line end. */
    static Request of(String path, String headers, int status, int length) {
        String text = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n";
        return new Request(text.getBytes(StandardCharsets.ISO_8859_1), status, length);
    }

    /** A write of JSON; an empty body is none. */
    static Request write(String method, String path, String body, int status, int length) {
        String content = body.isEmpty()
                ? ""
                : "Content-Type: application/json\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length
                        + "\r\n";
        String text = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + content + "\r\n" + body;
        return new Request(text.getBytes(StandardCharsets.UTF_8), status, length);
    }

    static Request of(String path) {
        return of(path, "", 200, ANY);
    }

    /** Returns what is wrong with a response's status and length; null if it is as expected. */
    @Nullable
    String fault(int received, int body) {
        if (received != status) {
            return received + " instead of " + status;
        }
        boolean right = length == ANY ? body > 0 : body == length;
        return right ? null : "a body of " + body + " bytes";
    }
}
