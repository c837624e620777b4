package atelier.serve;

import atelier.bytes.Gzip;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.ByteBuffer;
import java.util.List;
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
 * A finished answer: a status, the bytes of a body, plain and compressed, its strong ETags, and further headers.
 *
 * <p>It is given in two ways, to Jersey and straight to Jetty, which a client cannot tell apart.
 */
public final class ReadResponse {
    /** Below a packet's size the client wins nothing. */
    private static final int WORTH_COMPRESSING = 1_024;

    /** Among the codings that a client reads, unless it says that it does not (RFC 9110, 12.5.3). */
    private static final Pattern READS_GZIP =
            Pattern.compile("(?i)(?:^|[,\\s])gzip\\s*(?:,|$|;(?!\\s*q=0(?:\\.0*)?\\s*(?:,|$)))");

    /** Of a weak one it takes the {@code W/} along, so that it is like none of ours. */
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"[^\"]*\"");

    private static final HttpField GZIP = new PreEncodedHttpField(HttpHeader.CONTENT_ENCODING, "gzip");

    private final int status;
    private final byte[] body;
    private final List<HttpField> headers;
    private final @Nullable HttpField etag;
    private final @Nullable HttpField compressedEtag;
    /** Made when the first client asks for it, unless it was there before. */
    private volatile byte @Nullable [] compressed;

    /**
     * Returns one.
     *
     * @param headers all of them but those of the ETag and the coding
     * @param digest what the ETags are made of; empty for an answer that nobody may keep
     */
    ReadResponse(int status, byte[] body, byte @Nullable [] compressed, List<HttpField> headers, String digest) {
        this.status = status;
        this.body = body;
        this.compressed = compressed;
        this.headers = headers;
        this.etag = digest.isEmpty() ? null : new HttpField(HttpHeader.ETAG, '"' + digest + '"');
        this.compressedEtag = digest.isEmpty() ? null : new HttpField(HttpHeader.ETAG, '"' + digest + "-gzip\"");
    }

    /** Returns the answer for Jersey, in the coding that the client reads, or 304 without a body to one that has it. */
    public Response toResponse(HttpHeaders request) {
        boolean gzip = isCompressedFor(request.getHeaderString(HttpHeaders.ACCEPT_ENCODING));
        HttpField tag = gzip ? compressedEtag : etag;
        boolean known = isKnown(tag, request.getHeaderString(HttpHeaders.IF_NONE_MATCH));
        Response.ResponseBuilder response;
        if (known) {
            response = Response.notModified();
        } else if (gzip) {
            response = Response.status(status).entity(compressed()).encoding("gzip");
        } else {
            response = Response.status(status).entity(body);
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

    /** Gives the same answer straight to Jetty, on whatever thread; nobody waits for a client that takes it in slowly. */
    public void write(Request request, org.eclipse.jetty.server.Response response, Callback callback) {
        HttpFields asked = request.getHeaders();
        boolean gzip = isCompressedFor(asked.get(HttpHeader.ACCEPT_ENCODING));
        HttpField tag = gzip ? compressedEtag : etag;
        HttpFields.Mutable fields = response.getHeaders();
        if (tag != null) {
            fields.add(tag);
        }
        boolean known = isKnown(tag, asked.get(HttpHeader.IF_NONE_MATCH));
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
        byte[] bytes = gzip ? compressed() : body;
        fields.put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }

    /** A tag between quotes stands in the header or it does not, in a list of them and behind a {@code W/} as well. */
    private static boolean isKnown(@Nullable HttpField tag, @Nullable String known) {
        return tag != null
                && known != null
                && (known.contains(tag.getValue()) || known.strip().equals("*"));
    }

    /**
     * Tells whether a client that names these tags in {@code If-Match} has seen this answer, in either coding (RFC 9110, 13.1.1).
     */
    public boolean isMatchedBy(String tags) {
        if (etag == null || compressedEtag == null) {
            return false;
        }
        return tags.strip().equals("*")
                || TAG.matcher(tags)
                        .results()
                        .map(MatchResult::group)
                        .anyMatch(tag -> tag.equals(etag.getValue()) || tag.equals(compressedEtag.getValue()));
    }

    private boolean isCompressedFor(@Nullable String codings) {
        return codings != null
                && isCompressible()
                && READS_GZIP.matcher(codings).find();
    }

    private boolean isCompressible() {
        return etag != null && body.length >= WORTH_COMPRESSING;
    }

    private byte[] compressed() {
        byte[] bytes = compressed;
        if (bytes == null) {
            bytes = Gzip.compress(body);
            compressed = bytes;
        }
        return bytes;
    }

    /** Returns its body, uncompressed, which nobody may change. */
    public byte[] body() {
        return body;
    }

    /** Returns about how many bytes of memory this takes, with room for the compressed form. */
    public int weight() {
        return body.length + (isCompressible() ? body.length / 2 : 0) + 400;
    }
}
