package atelier.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Answers 405 to every method that would change something.
 *
 * <p>Before Jersey, because that waits for the body of a form, which a client may send as slowly as it likes.
 */
final class ReadOnlyFilter extends HttpFilter {
    static final String METHODS = "GET, HEAD, OPTIONS";

    private static final Set<String> ALLOWED = Set.of(METHODS.split(", "));

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (ALLOWED.contains(request.getMethod())) {
            chain.doFilter(request, response);
        } else {
            response.setHeader("Allow", METHODS);
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        }
    }
}
