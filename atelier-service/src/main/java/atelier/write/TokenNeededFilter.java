package atelier.write;

import atelier.http.RequestAttributes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;

/** Refuses reads marked {@link TokenNeeded} that have no valid token. */
@TokenNeeded
final class TokenNeededFilter implements ContainerRequestFilter {
    private final TokenGate gate;

    @Context
    @SuppressWarnings("NullAway.Init") // Jersey sets this to a proxy of the current request.
    private HttpServletRequest servletRequest;

    TokenNeededFilter(TokenGate gate) {
        this.gate = gate;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (servletRequest.getAttribute(RequestAttributes.WRITER) == null) {
            throw gate.refusal(servletRequest, "This");
        }
    }
}
