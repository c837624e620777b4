package atelier.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/** Answers 405 to every method that would change something, whatever the path, unless the catalogue can be changed. */
final class ReadOnlyFilter extends HttpFilter {
    static final String METHODS = "GET, HEAD, OPTIONS";

    private static final Set<String> ALLOWED = Set.of(METHODS.split(", "));

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (ALLOWED.contains(request.getMethod()) || request.getAttribute(HttpRules.CHANGE) != null) {
            chain.doFilter(request, response);
        } else {
            response.setHeader("Allow", METHODS);
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        }
    }
}
