package atelier.serve;

import atelier.http.ErrorBody;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** Makes answers, which all say the same of how long they may be kept. */
public final class ResponseFormat {
    private static final HttpField JSON = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
    private static final HttpField VARY = new PreEncodedHttpField(HttpHeader.VARY, "Accept-Encoding");
    /** Tells nginx to keep an answer that is old already: it asks each time, and has something to give while no node can answer. */
    private static final HttpField KEPT_BUT_OLD = new PreEncodedHttpField("X-Accel-Expires", "@1");

    private static final HttpField NOT_KEPT = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");

    private final ObjectMapper json;
    /** In this order, in which nginx 1.22 heeds the first of them before the second. */
    private final List<HttpField> kept;

    public ResponseFormat(CacheSettings settings, ObjectMapper json) {
        this.json = json;
        HttpField cacheControl = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, settings.cacheControl());
        this.kept =
                settings.isAskedEachTime() ? List.of(KEPT_BUT_OLD, cacheControl, VARY) : List.of(cacheControl, VARY);
    }

    /** Returns an answer of this JSON. */
    public ReadResponse json(byte[] body) {
        return json(body, Map.of());
    }

    /** Returns an answer of this JSON, which is there in gzip's format as well. */
    public ReadResponse json(byte[] body, byte[] compressed) {
        return new ReadResponse(HttpStatus.OK_200, body, compressed, headers(JSON), digest(body, List.of()));
    }

    /** Returns an answer of this JSON with further headers, which are part of what its ETag stands for. */
    public ReadResponse json(byte[] body, Map<String, String> further) {
        return of(JSON, body, further);
    }

    /** Returns an answer of this type with further headers, which are part of what its ETag stands for. */
    public ReadResponse of(String contentType, byte[] body, Map<String, String> further) {
        return of(new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, contentType), body, further);
    }

    private ReadResponse of(HttpField contentType, byte[] body, Map<String, String> further) {
        List<HttpField> headers = headers(contentType);
        further.forEach((name, value) -> headers.add(new HttpField(name, value)));
        return new ReadResponse(
                HttpStatus.OK_200, body, null, List.copyOf(headers), digest(body, List.copyOf(further.values())));
    }

    /** Returns an answer of an object that Jackson writes, with further headers. */
    public ReadResponse jsonOf(Object value, Map<String, String> further) {
        return json(write(value), further);
    }

    private List<HttpField> headers(HttpField contentType) {
        List<HttpField> headers = new ArrayList<>(kept);
        headers.add(0, contentType);
        return headers;
    }

    /** Returns 404 with the one shape of errors; it is kept on this node, and nowhere else. */
    public ReadResponse notFound(String message) {
        return new ReadResponse(
                HttpStatus.NOT_FOUND_404,
                write(new ErrorBody(HttpStatus.NOT_FOUND_404, message)),
                null,
                List.of(JSON, NOT_KEPT),
                "");
    }

    private byte[] write(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Equal answers get equal tags on every node, since nothing but the content goes into them. */
    private static String digest(byte[] body, List<String> headers) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(body);
            headers.stream().sorted().forEach(value -> digest.update(value.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
