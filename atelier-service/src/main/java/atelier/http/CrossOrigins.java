package atelier.http;

import atelier.cli.InvalidSettingException;
import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.jspecify.annotations.Nullable;

/** The origins whose pages may read responses: every origin, which is safe for a public catalogue without cookies, or a list. */
public final class CrossOrigins {
    private static final String EVERY = "*";

    /** An origin as browsers send it, without the scheme's default port. */
    private static final Pattern ORIGIN = Pattern.compile("(?!http://.*:80$|https://.*:443$)"
            + "[a-z][a-z0-9+.-]*://(?:[a-z0-9._-]+|\\[[0-9a-f:.]+])(?::[1-9][0-9]{0,4})?");

    private static final HttpField EXPOSED = new PreEncodedHttpField(
            "Access-Control-Expose-Headers", "ETag, Link, Retry-After, X-Request-Id, X-Total-Count");

    /** The same headers for every origin, so that shared caches need no Vary. */
    private static final List<HttpField> FOR_EVERY = List.of(allow(EVERY), EXPOSED);

    private static final HttpField VARY = new PreEncodedHttpField(HttpHeader.VARY, "Origin");
    private static final List<HttpField> FOR_OTHERS = List.of(VARY);

    /** The headers for each origin in the list; empty if every origin is allowed. */
    private final Map<String, List<HttpField>> listed = new HashMap<>();

    private CrossOrigins() {}

    /**
     * Called by Jackson.
     *
     * @param setting {@code *}, or origins separated by commas
     * @throws InvalidSettingException naming the malformed origin
     */
    @JsonCreator
    public static CrossOrigins of(String setting) {
        CrossOrigins origins = new CrossOrigins();
        if (setting.strip().equals(EVERY)) {
            return origins;
        }
        for (String part : setting.split(",", -1)) {
            String origin = part.strip();
            if (!ORIGIN.matcher(origin).matches()) {
                throw new InvalidSettingException(
                        "must be * or origins as browsers send them, such as https://shop.example or"
                                + " http://localhost:3000, separated by commas, but has \"" + origin + "\"");
            }
            origins.listed.put(origin, List.of(allow(origin), EXPOSED, VARY));
        }
        return origins;
    }

    private static HttpField allow(String origin) {
        return new PreEncodedHttpField("Access-Control-Allow-Origin", origin);
    }

    /** Returns whether responses depend on the origin. */
    boolean areListed() {
        return !listed.isEmpty();
    }

    /** Returns the CORS headers of the response to a request. */
    List<HttpField> headersFor(HttpFields request) {
        return areListed() ? headersFor(request.get(HttpHeader.ORIGIN)) : FOR_EVERY;
    }

    /** Returns the CORS headers for an origin; null is a client that sends none, such as a program. */
    List<HttpField> headersFor(@Nullable String origin) {
        return areListed() ? listed.getOrDefault(origin, FOR_OTHERS) : FOR_EVERY;
    }

    /** Returns whether pages of an origin may read responses. */
    boolean allows(@Nullable String origin) {
        return !areListed() || listed.containsKey(origin);
    }
}
