package atelier.operations.admin;

import com.google.common.net.InetAddresses;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps web pages that an operator's browser happens to show away from the admin pages. The browser reaches this machine, so neither the
 * loopback address nor a firewall does that.
 */
final class AdminFilter extends HttpFilter {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final int LONGEST_ECHO = 80;

    private final AdminSettings settings;
    private final Set<String> names;

    /**
     * Returns one.
     *
     * @param names to which the port answers beside localhost and addresses, if it is not exposed
     */
    AdminFilter(AdminSettings settings, Set<String> names) {
        this.settings = settings;
        this.names = names;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        AdminHeaders.addTo(response);
        if (!settings.exposed() && !isOurs(request.getServerName())) {
            // A page can have its own name point here, and would then be of the same origin (DNS rebinding).
            response.sendError(
                    HttpServletResponse.SC_FORBIDDEN,
                    "This port answers to localhost and to addresses, but was asked for \""
                            + shorten(request.getServerName()) + "\"; ADMIN_EXPOSED=true lets it answer to every name");
        } else if (!READING.contains(request.getMethod()) && isOfAnotherOrigin(request)) {
            response.sendError(
                    HttpServletResponse.SC_FORBIDDEN,
                    "A page of \"" + shorten(request.getHeader("Origin")) + "\" may change nothing here");
        } else if (isFromAnotherSite(request) && !isLinkFollowed(request)) {
            // A picture that a page embeds shows the page nothing, and would work the port all the same.
            response.sendError(
                    HttpServletResponse.SC_FORBIDDEN,
                    "A page of another site may link here, but fetch nothing from here");
        } else {
            chain.doFilter(request, response);
        }
    }

    private boolean isOurs(String name) {
        return name.equalsIgnoreCase("localhost")
                || names.contains(name.toLowerCase(Locale.ROOT))
                || InetAddresses.isUriInetAddress(name);
    }

    /** Browsers say where a request that may change something comes from; programs need not. */
    private static boolean isOfAnotherOrigin(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        return origin != null && !origin.equalsIgnoreCase(request.getScheme() + "://" + request.getHeader("Host"));
    }

    /** Another port of this machine is of the same site, and no less another program. */
    private static boolean isFromAnotherSite(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return "cross-site".equals(site) || "same-site".equals(site);
    }

    private static boolean isLinkFollowed(HttpServletRequest request) {
        return request.getMethod().equals("GET")
                && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
                && "document".equals(request.getHeader("Sec-Fetch-Dest"));
    }

    private static String shorten(String text) {
        return text.length() <= LONGEST_ECHO ? text : text.substring(0, LONGEST_ECHO) + "…";
    }
}
