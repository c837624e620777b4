package atelier.cache;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A finished answer: the bytes of a body, the strong ETag that follows from them, and further headers. */
public final class Answer {
    private final byte[] body;
    private final String etag;
    private final Map<String, String> headers;
    private final String cacheControl;
    private final String contentType;

    Answer(String text, String contentType, Map<String, String> headers, String cacheControl) {
        this.body = text.getBytes(StandardCharsets.UTF_8);
        this.contentType = contentType;
        this.headers = headers;
        this.cacheControl = cacheControl;
        this.etag = etag(body, headers);
    }

    /** Equal answers get equal tags on every node, since nothing but the content goes into them. */
    private static String etag(byte[] body, Map<String, String> headers) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(body);
            headers.values().stream().sorted().forEach(value -> digest.update(value.getBytes(StandardCharsets.UTF_8)));
            return '"' + HexFormat.of().formatHex(digest.digest(), 0, 16) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /**
     * Returns the answer, or 304 without a body to a client that has it.
     *
     * @param known the request's {@code If-None-Match}
     */
    public Response toResponse(@Nullable String known) {
        Response.ResponseBuilder response = isKnown(known) ? Response.notModified() : Response.ok(body, contentType);
        response.header(HttpHeaders.ETAG, etag).header(HttpHeaders.CACHE_CONTROL, cacheControl);
        headers.forEach(response::header);
        return response.build();
    }

    /** A tag between quotes stands in the header or it does not, in a list of them and behind a {@code W/} as well. */
    private boolean isKnown(@Nullable String known) {
        return known != null && (known.contains(etag) || known.strip().equals("*"));
    }

    /** Returns about how many bytes of memory this takes. */
    int weight() {
        return body.length + 400;
    }
}
