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
 * Protects the admin pages from web pages in an operator's browser. The browser can reach this machine, so neither the loopback address
 * nor a firewall stops such pages.
 */
final class AdminFilter extends HttpFilter {
    private static final Set<String> READ_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final int LONGEST_ECHO = 80;

    private final AdminSettings settings;
    private final Set<String> names;

    /** @param names the host names that the port accepts besides localhost and IP addresses, unless it is exposed */
    AdminFilter(AdminSettings settings, Set<String> names) {
        this.settings = settings;
        this.names = names;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        AdminHeaders.addTo(response);
        if (!settings.exposed() && !isAllowed(request.getServerName())) {
            // A page can let its own name point here and would then be of the same origin (DNS rebinding).
            response.sendError(
                    HttpServletResponse.SC_FORBIDDEN,
                    "This port accepts the host names localhost and IP addresses, not \""
                            + shorten(request.getServerName()) + "\"; ADMIN_EXPOSED=true allows every name");
        } else if (!READ_METHODS.contains(request.getMethod()) && isOfAnotherOrigin(request)) {
            response.sendError(
                    HttpServletResponse.SC_FORBIDDEN,
                    "Pages of \"" + shorten(request.getHeader("Origin")) + "\" must not change anything here");
        } else if (isFromAnotherSite(request) && !isLinkFollowed(request)) {
            // An embedded image shows the page nothing, but would put load on this port.
            response.sendError(
                    HttpServletResponse.SC_FORBIDDEN, "Pages of other sites may link to this page, but not load it");
        } else {
            chain.doFilter(request, response);
        }
    }

    private boolean isAllowed(String name) {
        return name.equalsIgnoreCase("localhost")
                || names.contains(name.toLowerCase(Locale.ROOT))
                || InetAddresses.isUriInetAddress(name);
    }

    /** Browsers send Origin with every request that may change something. Other programs need not. */
    private static boolean isOfAnotherOrigin(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        return origin != null && !origin.equalsIgnoreCase(request.getScheme() + "://" + request.getHeader("Host"));
    }

    /** Includes the same site: another port of this machine is another program. */
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
