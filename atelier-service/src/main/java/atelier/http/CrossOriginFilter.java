package atelier.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/** Sets the CORS headers of every response, and responds to preflight requests. */
final class CrossOriginFilter extends HttpFilter {
    private final HttpRules rules;

    CrossOriginFilter(HttpRules rules) {
        this.rules = rules;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        rules.addTo(request, response);
        if (!request.getMethod().equals("OPTIONS")) {
            chain.doFilter(request, rules.origins().areListed() ? new VaryAdded(response) : response);
            return;
        }
        response.setHeader("Allow", MethodFilter.READ_METHODS);
        if (rules.origins().allows(request.getHeader("Origin"))) {
            response.setHeader("Access-Control-Allow-Methods", MethodFilter.READ_METHODS);
            response.setHeader(
                    "Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match, X-Request-Id");
            response.setHeader("Access-Control-Max-Age", "86400");
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    /** Jersey sets {@code Vary: Accept-Encoding}, which must not replace {@code Vary: Origin}. */
    private static final class VaryAdded extends HttpServletResponseWrapper {
        VaryAdded(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void setHeader(String name, String value) {
            if (name.equalsIgnoreCase("Vary")) {
                addHeader(name, value);
            } else {
                super.setHeader(name, value);
            }
        }
    }
}
