package atelier.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/** Refuses every other method than those of reads with 405, on any path; lets the methods of writes pass if the service allows writes. */
final class MethodFilter extends HttpFilter {
    private static final Set<String> READS = HttpRules.methods(HttpRules.READ_METHODS);

    private final boolean writable;

    MethodFilter(boolean writable) {
        this.writable = writable;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String method = request.getMethod();
        if (READS.contains(method) || (writable && HttpRules.WRITE_METHODS.contains(method))) {
            chain.doFilter(request, response);
        } else {
            response.setHeader("Allow", HttpRules.allowed(request));
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        }
    }
}
