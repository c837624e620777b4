package atelier.write;

import atelier.http.HttpRules;
import atelier.http.RequestAttributes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;

/** Refuses writes without a valid token, on any path, with 401, or with 429 after too many wrong tokens. */
@PreMatching
final class WriterFilter implements ContainerRequestFilter {
    private final TokenGate gate;

    @Context
    @SuppressWarnings("NullAway.Init") // Jersey sets this to a proxy of the current request.
    private HttpServletRequest servletRequest;

    WriterFilter(TokenGate gate) {
        this.gate = gate;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!HttpRules.WRITE_METHODS.contains(request.getMethod())) {
            return;
        }
        if (servletRequest.getAttribute(RequestAttributes.WRITER) == null) {
            throw gate.refusal(servletRequest, request.getMethod());
        }
        // If-None-Match is for reads. A write responds with the new representation even if the client has it already.
        request.getHeaders().remove(HttpHeaders.IF_NONE_MATCH);
    }
}
