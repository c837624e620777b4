package atelier.http.jetty;

import java.util.HexFormat;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * The path that handlers see. It has no needless escapes ({@code /%70roducts} is {@code /products}, RFC 3986, 6.2.2.2), no path parameters,
 * and no base path of the original API, {@code /api/fec2/{campus}}. Each of these has many spellings, so a client could choose a spelling
 * that no cache knows. No spelling may cost more than the plain path.
 *
 * <p>Logs and error messages quote the path that the client sent; {@link Request#unWrap} still returns it.
 */
final class ServedPath implements HttpConfiguration.Customizer {
    private static final String BASE = "/api/fec2/";

    /** The target of an OPTIONS request for the server as a whole. */
    private static final String ASTERISK = "*";

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        HttpURI uri = request.getHttpURI();
        String path = uri.getPath();
        if (path == null) {
            return request;
        }
        String served =
                path.equals(ASTERISK) && HttpMethod.OPTIONS.is(request.getMethod()) ? "/" : withoutBase(plain(path));
        if (served.equals(path)) {
            return request;
        }
        HttpURI servedUri = HttpURI.build(uri).path(served).asImmutable();
        return isHealthCheck(servedUri) ? request : Request.serveAs(request, servedUri);
    }

    /** Removes needless escapes and path parameters. Does not change a path that another reader, such as a proxy, may resolve. */
    private static String plain(String path) {
        if ((path.indexOf('%') < 0 && path.indexOf(';') < 0) || path.contains("/.") || path.contains("//")) {
            return path;
        }
        StringBuilder plain = new StringBuilder(path.length());
        for (int at = 0; at < path.length(); at++) {
            char c = path.charAt(at);
            if (c == ';') {
                int end = path.indexOf('/', at);
                at = (end < 0 ? path.length() : end) - 1;
            } else if (c == '%' && isNeedless(path, at)) {
                plain.append((char) HexFormat.fromHexDigits(path, at + 1, at + 3));
                at += 2;
            } else {
                plain.append(c);
            }
        }
        return plain.indexOf("//") < 0 ? plain.toString() : path;
    }

    /** Returns whether an escape stands for a letter, a digit, or one of {@code - _ ~}. A dot could make another path of it. */
    private static boolean isNeedless(String path, int at) {
        if (at + 2 >= path.length()
                || !HexFormat.isHexDigit(path.charAt(at + 1))
                || !HexFormat.isHexDigit(path.charAt(at + 2))) {
            return false;
        }
        int c = HexFormat.fromHexDigits(path, at + 1, at + 3);
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-_~".indexOf(c) >= 0;
    }

    private static String withoutBase(String path) {
        if (!path.startsWith(BASE)) {
            return path;
        }
        int end = path.indexOf('/', BASE.length());
        String campus = path.substring(BASE.length(), end < 0 ? path.length() : end);
        String rest = end < 0 ? "/" : path.substring(end);
        // Another reader of the path, such as a proxy, would go up there.
        return campus.isEmpty() || isDots(campus) || rest.contains("/..") ? path : rest;
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
