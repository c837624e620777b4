package atelier.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/** Tells browsers which pages may read the answers, and answers what they ask beforehand. */
final class CrossOriginFilter extends HttpFilter {
    private final HttpRules contract;

    CrossOriginFilter(HttpRules contract) {
        this.contract = contract;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        contract.addTo(request, response);
        if (!request.getMethod().equals("OPTIONS")) {
            chain.doFilter(request, contract.origins().areListed() ? new VaryAdded(response) : response);
            return;
        }
        response.setHeader("Allow", ReadOnlyFilter.METHODS);
        if (contract.origins().allows(request.getHeader("Origin"))) {
            response.setHeader("Access-Control-Allow-Methods", ReadOnlyFilter.METHODS);
            response.setHeader(
                    "Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match, X-Request-Id");
            response.setHeader("Access-Control-Max-Age", "86400");
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    /** Keeps what the filter has said of the origin when Jersey says of the coding what else the answer depends on. */
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
