package atelier.serve;

import atelier.bytes.Gzip;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
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
 * A response to GET and HEAD: a status, headers, and a body with its strong ETags. The body is rendered when a client first requests it, and
 * compressed when a client first accepts gzip.
 *
 * <p>Jersey and Jetty write it in two ways that a client cannot tell apart.
 */
public final class ReadResponse {
    /** Rendering or compressing a body of this many bytes takes milliseconds. */
    private static final int LARGE = 1 << 16;

    /** A body that fits into one packet does not arrive earlier if it is compressed. */
    private static final int WORTH_COMPRESSING = 1_024;

    /** gzip among the accepted codings, unless its weight is 0 (RFC 9110, 12.5.3). */
    private static final Pattern ACCEPTS_GZIP =
            Pattern.compile("(?i)(?:^|[,\\s])gzip\\s*(?:,|$|;(?!\\s*q=0(?:\\.0*)?\\s*(?:,|$)))");

    /** Includes the {@code W/} of a weak tag, so that a weak tag equals none of ours. */
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"[^\"]*\"");

    private static final HttpField GZIP = new PreEncodedHttpField(HttpHeader.CONTENT_ENCODING, "gzip");

    private final int status;
    private final List<HttpField> headers;
    private final int size;
    private final Supplier<Content> render;
    private final @Nullable Runnable sent;
    private volatile @Nullable Content content;
    /** Set by the first client that accepts gzip, unless the body was stored in compressed form. */
    private volatile byte @Nullable [] compressed;

    /**
     * A rendered body.
     *
     * @param etag null for a response that only this node may cache
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    record Content(
            byte[] body, @Nullable HttpField etag, @Nullable HttpField compressedEtag) {
        /** @param digest the same for equal bodies; empty for a body without ETags */
        static Content of(byte[] body, String digest) {
            return digest.isEmpty()
                    ? new Content(body, null, null)
                    : new Content(
                            body,
                            new HttpField(HttpHeader.ETAG, '"' + digest + '"'),
                            new HttpField(HttpHeader.ETAG, '"' + digest + "-gzip\""));
        }

        boolean isCompressible() {
            return etag != null && body.length >= WORTH_COMPRESSING;
        }
    }

    /**
     * Creates a response that is rendered on first use.
     *
     * @param headers all headers but those of the ETag and the coding
     * @param size the bytes of the body before it is compressed
     */
    ReadResponse(
            int status, List<HttpField> headers, int size, byte @Nullable [] compressed, Supplier<Content> render) {
        this(status, headers, size, compressed, render, null);
    }

    private ReadResponse(
            int status,
            List<HttpField> headers,
            int size,
            byte @Nullable [] compressed,
            Supplier<Content> render,
            @Nullable Runnable sent) {
        this.status = status;
        this.headers = headers;
        this.size = size;
        this.compressed = compressed;
        this.render = render;
        this.sent = sent;
    }

    /** Creates a response with a rendered body. */
    ReadResponse(int status, List<HttpField> headers, Content content) {
        this(status, headers, content.body.length, null, () -> content);
        this.content = content;
    }

    /** Returns the same response for one client, which does something when that client has received it or is gone. */
    ReadResponse whenSent(Runnable action) {
        return new ReadResponse(status, headers, size, compressed, render, action);
    }

    /** Two threads may render at the same time; the results are equal. */
    private Content content() {
        Content rendered = content;
        if (rendered == null) {
            rendered = render.get();
            content = rendered;
        }
        return rendered;
    }

    /** Returns whether writing this response may take so long that it should not happen on an I/O thread. */
    boolean isLarge() {
        return size > LARGE;
    }

    /**
     * Returns the response for Jersey: compressed if the client accepts that, and 304 if the client has it. It counts as sent then: a worker
     * thread waits for the client, and there are few of these.
     */
    public Response toResponse(HttpHeaders request) {
        if (sent != null) {
            sent.run();
        }
        Content current = content();
        boolean gzip = isCompressedFor(request.getHeaderString(HttpHeaders.ACCEPT_ENCODING), current);
        HttpField tag = gzip ? current.compressedEtag : current.etag;
        boolean known = isKnown(tag, request.getHeaderString(HttpHeaders.IF_NONE_MATCH));
        Response.ResponseBuilder response;
        if (known) {
            response = Response.notModified();
        } else {
            byte[] bytes = gzip ? compressed(current) : current.body;
            // Jersey counts at most its buffer, and Jetty nothing of a response to HEAD.
            response = Response.status(status).entity(bytes).header(HttpHeaders.CONTENT_LENGTH, bytes.length);
            if (gzip) {
                response.encoding("gzip");
            }
        }
        for (HttpField header : headers) {
            if (!known || header.getHeader() != HttpHeader.CONTENT_TYPE) {
                response.header(header.getName(), header.getValue());
            }
        }
        if (tag != null) {
            response.tag(tag.getValue().substring(1, tag.getValue().length() - 1));
        }
        return response.build();
    }

    /** Writes the same response with Jetty, without waiting for a client that reads slowly. */
    void write(Request request, org.eclipse.jetty.server.Response response, Callback written) {
        Callback callback = sent == null ? written : Callback.from(written, sent);
        Content current = content();
        HttpFields requested = request.getHeaders();
        boolean gzip = isCompressedFor(list(requested, HttpHeader.ACCEPT_ENCODING), current);
        HttpField tag = gzip ? current.compressedEtag : current.etag;
        HttpFields.Mutable fields = response.getHeaders();
        if (tag != null) {
            fields.add(tag);
        }
        boolean known = isKnown(tag, list(requested, HttpHeader.IF_NONE_MATCH));
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
        byte[] bytes = gzip ? compressed(current) : current.body;
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

    /** A search for the quoted tag finds it in a list and behind {@code W/} too. */
    private static boolean isKnown(@Nullable HttpField tag, @Nullable String known) {
        return tag != null
                && known != null
                && (known.contains(tag.getValue()) || known.strip().equals("*"));
    }

    /** Returns whether an {@code If-Match} header names this response, compressed or not (RFC 9110, 13.1.1). */
    public boolean isMatchedBy(String tags) {
        Content current = content();
        if (current.etag == null || current.compressedEtag == null) {
            return false;
        }
        return tags.strip().equals("*")
                || TAG.matcher(tags)
                        .results()
                        .map(MatchResult::group)
                        .anyMatch(tag ->
                                tag.equals(current.etag.getValue()) || tag.equals(current.compressedEtag.getValue()));
    }

    private static boolean isCompressedFor(@Nullable String codings, Content content) {
        return codings != null
                && content.isCompressible()
                && ACCEPTS_GZIP.matcher(codings).find();
    }

    private byte[] compressed(Content current) {
        byte[] bytes = compressed;
        if (bytes == null) {
            bytes = Gzip.compress(current.body);
            compressed = bytes;
        }
        return bytes;
    }

    /** Returns the body without compression. The caller must not change it. */
    public byte[] body() {
        return content().body;
    }

    /** Returns about how many bytes of memory the response takes once it is rendered and compressed. */
    public int weight() {
        return size + (size >= WORTH_COMPRESSING ? size / 2 : 0) + 400;
    }
}
