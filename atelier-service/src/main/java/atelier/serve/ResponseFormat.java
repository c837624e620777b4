package atelier.serve;

import atelier.http.ErrorBody;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.jspecify.annotations.Nullable;

/** Makes responses that all have the same caching headers; those of pages have fewer. */
public final class ResponseFormat {
    private static final HttpField JSON = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
    private static final HttpField VARY = new PreEncodedHttpField(HttpHeader.VARY, "Accept-Encoding");
    /** Lets nginx store a response that is stale at once: nginx revalidates it each time, and serves it if no node responds. */
    private static final HttpField STORED_BUT_STALE = new PreEncodedHttpField("X-Accel-Expires", "@1");

    private static final HttpField NO_STORE = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");

    private final ObjectMapper json;
    /** nginx 1.22 obeys the first of these headers, so their order matters. */
    private final List<HttpField> caching;

    private final List<HttpField> pageCaching;
    private final List<HttpField> jsonHeaders;

    public ResponseFormat(CacheSettings settings, ObjectMapper json) {
        this(settings.cacheControl(), settings.pageCacheControl(), settings.isRevalidatedEachTime(), json);
    }

    private ResponseFormat(
            String cacheControl, String pageCacheControl, boolean isRevalidatedEachTime, ObjectMapper json) {
        this.json = json;
        this.caching = caching(cacheControl, isRevalidatedEachTime);
        this.pageCaching = caching(pageCacheControl, isRevalidatedEachTime);
        this.jsonHeaders = headers(JSON, caching, Map.of());
    }

    private static List<HttpField> caching(String cacheControl, boolean isRevalidatedEachTime) {
        HttpField field = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, cacheControl);
        return isRevalidatedEachTime ? List.of(STORED_BUT_STALE, field, VARY) : List.of(field, VARY);
    }

    /** Returns a format whose responses every cache has to revalidate before each use, whatever the settings say. */
    public static ResponseFormat fresh(ObjectMapper json) {
        return new ResponseFormat("no-cache", "no-cache", true, json);
    }

    /**
     * Returns a JSON response that is rendered on first use.
     *
     * @param size the length of the body
     * @param compressed the body in gzip's format, if it is stored so
     */
    public ReadResponse json(int size, byte @Nullable [] compressed, Supplier<byte[]> body) {
        return new ReadResponse(HttpStatus.OK_200, jsonHeaders, List.of(), size, compressed, body);
    }

    /** Returns a JSON response with further headers, which the ETag covers too. */
    public ReadResponse json(byte[] body, Map<String, String> further) {
        return new ReadResponse(
                HttpStatus.OK_200, headers(JSON, caching, further), List.copyOf(further.values()), body);
    }

    /** Returns a response of any type with further headers, which the ETag covers too. */
    public ReadResponse of(String contentType, byte[] body, Map<String, String> further) {
        return typed(contentType, body, caching, further);
    }

    /** Returns a page, or a file of a page, with further headers, which the ETag covers too. */
    public ReadResponse page(String contentType, byte[] body, Map<String, String> further) {
        return typed(contentType, body, pageCaching, further);
    }

    private static ReadResponse typed(
            String contentType, byte[] body, List<HttpField> caching, Map<String, String> further) {
        HttpField type = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, contentType);
        return new ReadResponse(
                HttpStatus.OK_200, headers(type, caching, further), List.copyOf(further.values()), body);
    }

    /** Returns an object as JSON, with further headers, which the ETag covers too. */
    public ReadResponse jsonOf(Object value, Map<String, String> further) {
        return json(write(value), further);
    }

    /** Returns 404 with the JSON of errors. Only this node may cache it. */
    public ReadResponse notFound(String message) {
        byte[] body = write(new ErrorBody(HttpStatus.NOT_FOUND_404, message));
        return new ReadResponse(HttpStatus.NOT_FOUND_404, List.of(JSON, NO_STORE), null, body);
    }

    private static List<HttpField> headers(
            HttpField contentType, List<HttpField> caching, Map<String, String> further) {
        List<HttpField> headers = new ArrayList<>();
        headers.add(contentType);
        // A response may depend on more request headers than others do.
        caching.stream()
                .filter(header -> !further.containsKey(header.getName()))
                .forEach(headers::add);
        further.forEach((name, value) -> headers.add(new HttpField(name, value)));
        return List.copyOf(headers);
    }

    private byte[] write(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
