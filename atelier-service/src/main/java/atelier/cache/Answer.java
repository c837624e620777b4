package atelier.cache;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A finished answer: the bytes of a body, plain and compressed, the strong ETags that follow from them, and further headers. */
public final class Answer {
    /** Below a packet's size the client wins nothing. */
    private static final int WORTH_COMPRESSING = 1_024;

    /** Among the codings that a client reads, unless it says that it does not (RFC 9110, 12.5.3). */
    private static final Pattern READS_GZIP =
            Pattern.compile("(?i)(?:^|[,\\s])gzip\\s*(?:,|$|;(?!\\s*q=0(?:\\.0*)?\\s*(?:,|$)))");

    private final byte[] body;
    private final String etag;
    private final String compressedEtag;
    private final Map<String, String> headers;
    private final String cacheControl;
    private final String contentType;
    /** Made when the first client asks for it. */
    private volatile byte @Nullable [] compressed;

    Answer(String text, String contentType, Map<String, String> headers, String cacheControl) {
        this.body = text.getBytes(StandardCharsets.UTF_8);
        this.contentType = contentType;
        this.headers = headers;
        this.cacheControl = cacheControl;
        String digest = digest(body, headers);
        this.etag = '"' + digest + '"';
        this.compressedEtag = '"' + digest + "-gzip\"";
    }

    /** Equal answers get equal tags on every node, since nothing but the content goes into them. */
    private static String digest(byte[] body, Map<String, String> headers) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(body);
            headers.values().stream().sorted().forEach(value -> digest.update(value.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Returns the answer in the coding that the client reads, or 304 without a body to one that has it. */
    public Response toResponse(HttpHeaders request) {
        return toResponse(
                request.getHeaderString(HttpHeaders.IF_NONE_MATCH),
                request.getHeaderString(HttpHeaders.ACCEPT_ENCODING));
    }

    /**
     * Returns the same.
     *
     * @param known the request's {@code If-None-Match}
     * @param codings the request's {@code Accept-Encoding}
     */
    Response toResponse(@Nullable String known, @Nullable String codings) {
        boolean gzip = isCompressible()
                && codings != null
                && READS_GZIP.matcher(codings).find();
        String tag = gzip ? compressedEtag : etag;
        Response.ResponseBuilder response;
        if (isKnown(tag, known)) {
            response = Response.notModified();
        } else if (gzip) {
            response = Response.ok(compressed(), contentType).encoding("gzip");
        } else {
            response = Response.ok(body, contentType);
        }
        response.header(HttpHeaders.ETAG, tag)
                .header(HttpHeaders.CACHE_CONTROL, cacheControl)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        headers.forEach(response::header);
        return response.build();
    }

    /** A tag between quotes stands in the header or it does not, in a list of them and behind a {@code W/} as well. */
    private static boolean isKnown(String tag, @Nullable String known) {
        return known != null && (known.contains(tag) || known.strip().equals("*"));
    }

    private boolean isCompressible() {
        return body.length >= WORTH_COMPRESSING;
    }

    private byte[] compressed() {
        byte[] bytes = compressed;
        if (bytes == null) {
            ByteArrayOutputStream target = new ByteArrayOutputStream(body.length / 2);
            try (GZIPOutputStream gzip = new GZIPOutputStream(target)) {
                gzip.write(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            bytes = target.toByteArray();
            compressed = bytes;
        }
        return bytes;
    }

    /** Returns about how many bytes of memory this takes, with room for the compressed form. */
    int weight() {
        return body.length + (isCompressible() ? body.length / 2 : 0) + 400;
    }
}
