package atelier.http;

import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The path of a request as logs and messages show it. */
public final class LoggedPath {
    private LoggedPath() {}

    /**
     * Returns the path with its query as the client sent them; null if Jetty could not read them. The query of a write is left out, and
     * so is that of its preflight: some frontends repeat their form there, with the shopper's email address.
     */
    public static @Nullable String of(Request request) {
        HttpURI uri = Request.unWrap(request).getHttpURI();
        if (uri == null) {
            return null;
        }
        String method = String.valueOf(request.getMethod());
        return HttpRules.WRITE_METHODS.contains(method) || HttpMethod.OPTIONS.is(method)
                ? uri.getPath()
                : uri.getPathQuery();
    }
}
