package atelier.operations.admin;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;

/** The headers of every admin response. A page that needs more than plain HTML sets its own Content-Security-Policy. */
public final class AdminHeaders {
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Frame-Options",
            "DENY",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            // Pages of other origins cannot embed these pages.
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private AdminHeaders() {}

    public static void addTo(HttpFields.Mutable headers) {
        HEADERS.forEach(headers::put);
    }

    static void addTo(HttpServletResponse response) {
        HEADERS.forEach(response::setHeader);
    }
}
