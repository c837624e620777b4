package atelier.http.jetty;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Removes the base path of the original API, {@code /api/fec2/{campus}}, from the URI that handlers see.
 *
 * <p>Logs and error messages quote the path that the client sent; {@link Request#unWrap} still returns it.
 */
final class LegacyBasePath implements HttpConfiguration.Customizer {
    private static final String BASE = "/api/fec2/";

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        HttpURI uri = request.getHttpURI();
        String path = uri.getPath();
        if (path == null || !path.startsWith(BASE)) {
            return request;
        }
        int end = path.indexOf('/', BASE.length());
        String campus = path.substring(BASE.length(), end < 0 ? path.length() : end);
        String rest = end < 0 ? "/" : path.substring(end);
        if (campus.isEmpty() || isDots(campus) || rest.contains("/..")) {
            // Another reader of the path, such as a proxy, would go up there.
            return request;
        }
        HttpURI served = HttpURI.build(uri).path(rest).asImmutable();
        return isHealthCheck(served) ? request : Request.serveAs(request, served);
    }

    /** A proxy blocks the health check by its path. This class must not offer the health check under a second path. */
    private static boolean isHealthCheck(HttpURI uri) {
        String path = uri.getCanonicalPath();
        if (path == null) {
            return false;
        }
        int start = 0;
        while (path.startsWith("//", start)) {
            start++;
        }
        return path.startsWith("/health-check", start);
    }

    private static boolean isDots(String segment) {
        return segment.equals(".") || segment.equals("..");
    }
}
