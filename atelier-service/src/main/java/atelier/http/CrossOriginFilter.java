package atelier.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Sets the CORS headers of every response, and responds to preflight requests. */
final class CrossOriginFilter extends HttpFilter {
    private static final List<String> HEADERS =
            List.of("Authorization", "Content-Type", "If-None-Match", "X-Request-Id");

    private static final String REQUESTED = "Access-Control-Request-Headers";

    /** The name of a header (RFC 9110, 5.6.2). */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private final HttpRules rules;
    private final boolean writable;

    CrossOriginFilter(HttpRules rules, boolean writable) {
        this.rules = rules;
        this.writable = writable;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        rules.addTo(request, response);
        if (!request.getMethod().equals("OPTIONS")) {
            chain.doFilter(request, rules.origins().areListed() ? new VaryAdded(response) : response);
            return;
        }
        if (rules.origins().allows(request.getHeader("Origin"))) {
            response.setHeader("Access-Control-Allow-Methods", HttpRules.allowed(request));
            response.setHeader("Access-Control-Allow-Headers", allowedHeaders(request));
            response.setHeader("Access-Control-Max-Age", "86400");
        }
        response.addHeader("Vary", REQUESTED);
        if (writable && request.getAttribute(RequestAttributes.ALLOWED) == null) {
            // Only Jersey knows which paths can be edited.
            chain.doFilter(request, response);
        } else {
            response.setHeader("Allow", HttpRules.allowed(request));
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        }
    }

    /**
     * Returns the headers that pages often send, and all others that this page wants to send. Reads ignore them, and a list would always
     * lack some: libraries for tracing and monitoring add headers to every request.
     */
    private static String allowedHeaders(HttpServletRequest request) {
        List<String> allowed = new ArrayList<>(HEADERS);
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        known.addAll(HEADERS);
        for (String line : Collections.list(request.getHeaders(REQUESTED))) {
            for (String part : line.split(",", -1)) {
                String name = part.strip();
                if (NAME.matcher(name).matches() && known.add(name)) {
                    allowed.add(name);
                }
            }
        }
        return String.join(", ", allowed);
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
