package atelier.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Lets browsers call from every origin, which a public read-only catalogue without cookies can afford.
 *
 * <p>The headers are the same for every origin, so that caches in between need no {@code Vary}.
 */
final class CrossOriginFilter extends HttpFilter {
    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("Access-Control-Allow-Origin", "*");
        if (request.getMethod().equals("OPTIONS")) {
            response.setHeader("Allow", ReadOnlyFilter.METHODS);
            response.setHeader("Access-Control-Allow-Methods", ReadOnlyFilter.METHODS);
            response.setHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match");
            response.setHeader("Access-Control-Max-Age", "86400");
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        response.setHeader("Access-Control-Expose-Headers", "ETag, Link, Retry-After, X-Total-Count");
        response.setHeader("X-Content-Type-Options", "nosniff");
        chain.doFilter(request, response);
    }
}
