package atelier.serve;

import atelier.bytes.Gzip;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A response to GET and HEAD: a status, headers, and a body with its strong ETags. The body is rendered when a client first
 * requests it, and compressed when a client first accepts gzip. Of a body that is stored in compressed form, only clients
 * without gzip need more than the stored bytes.
 *
 * <p>Jersey ({@link JerseyResponse}) and Jetty write it in two ways that a client cannot tell apart.
 */
public final class ReadResponse {
    /** Rendering or compressing a body of this many bytes takes milliseconds. */
    private static final int LARGE = 1 << 16;

    /** A body that fits into one packet does not arrive earlier if it is compressed. */
    private static final int WORTH_COMPRESSING = 1_024;

    /** gzip among the accepted codings, unless its weight is 0 (RFC 9110, 12.5.3). */
    private static final Pattern ACCEPTS_GZIP =
            Pattern.compile("(?i)(?:^|[,\\s])gzip\\s*(?:,|$|;(?!\\s*q=0(?:\\.0*)?\\s*(?:,|$)))");

    private static final HttpField GZIP = new PreEncodedHttpField(HttpHeader.CONTENT_ENCODING, "gzip");

    private final int status;
    private final List<HttpField> headers;
    /** What the ETags depend on besides the body; null for a response without ETags, which only this node may cache. */
    private final @Nullable List<String> tagged;

    private final int size;
    private final byte @Nullable [] stored;
    private final Supplier<byte[]> render;
    private final @Nullable Runnable sent;
    private volatile byte @Nullable [] body;
    private volatile byte @Nullable [] compressed;
    private volatile @Nullable ETags tags;

    /**
     * Creates a response that is rendered on first use.
     *
     * @param headers all headers but those of the ETag and the coding
     * @param tagged the values of those headers which the ETags depend on; null for a response without ETags
     * @param size the bytes of the body before it is compressed
     * @param stored the body in gzip's format, if it is stored so
     */
    ReadResponse(
            int status,
            List<HttpField> headers,
            @Nullable List<String> tagged,
            int size,
            byte @Nullable [] stored,
            Supplier<byte[]> render) {
        this(status, headers, tagged, size, stored, render, null);
    }

    private ReadResponse(
            int status,
            List<HttpField> headers,
            @Nullable List<String> tagged,
            int size,
            byte @Nullable [] stored,
            Supplier<byte[]> render,
            @Nullable Runnable sent) {
        this.status = status;
        this.headers = headers;
        this.tagged = tagged;
        this.size = size;
        this.stored = stored;
        this.compressed = stored;
        this.render = render;
        this.sent = sent;
    }

    /** Creates a response with a rendered body. */
    ReadResponse(int status, List<HttpField> headers, @Nullable List<String> tagged, byte[] body) {
        this(status, headers, tagged, body.length, null, () -> body);
    }

    /** Returns the same response for one client, which does something when that client has received it or is gone. */
    ReadResponse whenSent(Runnable action) {
        return new ReadResponse(status, headers, tagged, size, stored, render, action);
    }

    int status() {
        return status;
    }

    List<HttpField> headers() {
        return headers;
    }

    /** Returns the body without compression. The caller must not change it. */
    public byte[] body() {
        byte[] rendered = body;
        if (rendered == null) {
            // Two threads may render at the same time; the results are equal.
            rendered = render.get();
            body = rendered;
        }
        return rendered;
    }

    /** Returns the body for a client. */
    byte[] body(boolean gzip) {
        if (!gzip) {
            return body();
        }
        byte[] bytes = compressed;
        if (bytes == null) {
            bytes = Gzip.compress(body());
            compressed = bytes;
        }
        return bytes;
    }

    /** Returns the ETag of the body for a client; null if the response has none. */
    @Nullable
    HttpField tag(boolean gzip) {
        ETags own = tags();
        return own == null ? null : gzip ? own.gzip() : own.plain();
    }

    private @Nullable ETags tags() {
        if (tagged == null) {
            return null;
        }
        ETags current = tags;
        if (current == null) {
            current = ETags.of(stored == null ? body() : stored, tagged);
            tags = current;
        }
        return current;
    }

    /** Returns whether writing this response may take so long that it should not happen on an I/O thread. */
    boolean isLarge() {
        return size > LARGE;
    }

    /**
     * Returns the response for Jersey: compressed if the client accepts that, and 304 if the client has it. The response then counts as
     * sent, because a worker thread waits for the client, and there are few worker threads.
     */
    public Response toResponse(HttpHeaders request) {
        if (sent != null) {
            sent.run();
        }
        return JerseyResponse.of(this, request);
    }

    /** Writes the same response with Jetty, without waiting for a client that reads slowly. */
    void write(Request request, org.eclipse.jetty.server.Response response, Callback written) {
        Callback callback = sent == null ? written : Callback.from(written, sent);
        HttpFields requested = request.getHeaders();
        boolean gzip = isCompressedFor(list(requested, HttpHeader.ACCEPT_ENCODING));
        HttpField tag = tag(gzip);
        HttpFields.Mutable fields = response.getHeaders();
        if (tag != null) {
            fields.add(tag);
        }
        boolean known = ETags.isKnown(tag, list(requested, HttpHeader.IF_NONE_MATCH));
        for (HttpField header : headers) {
            if (!known || header.getHeader() != HttpHeader.CONTENT_TYPE) {
                fields.add(header);
            }
        }
        if (known) {
            response.setStatus(HttpStatus.NOT_MODIFIED_304);
            callback.succeeded();
            return;
        }
        response.setStatus(status);
        if (gzip) {
            fields.add(GZIP);
        }
        byte[] bytes = body(gzip);
        fields.put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }

    /** Returns the value of a header that is a list, which a client may send in several lines (RFC 9110, 5.3). */
    private static @Nullable String list(HttpFields fields, HttpHeader header) {
        String list = null;
        for (HttpField field : fields) {
            if (field.getHeader() == header) {
                list = list == null ? field.getValue() : list + ", " + field.getValue();
            }
        }
        return list;
    }

    /** Returns whether an {@code If-Match} header names this response, compressed or not. */
    public boolean isMatchedBy(String matched) {
        ETags own = tags();
        return own != null && own.isMatchedBy(matched);
    }

    /** Returns whether a client that accepts these codings receives the body in compressed form. */
    boolean isCompressedFor(@Nullable String codings) {
        return codings != null
                && tagged != null
                && size >= WORTH_COMPRESSING
                && ACCEPTS_GZIP.matcher(codings).find();
    }

    /** Returns about how many bytes of memory the response takes once it is rendered and compressed. */
    public int weight() {
        return bytes() + 400;
    }

    /** Returns about how many bytes rendering and compressing adds. A body that is stored in compressed form was there before. */
    public int bytes() {
        return size + (stored == null && size >= WORTH_COMPRESSING ? size / 2 : 0);
    }
}
