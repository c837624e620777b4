package atelier.write;

import atelier.http.HttpRules;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** Tells whom the gate has refused, whatever they asked for. */
@PreMatching
public final class TokenGateFilter implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        if (!(request.getProperty(HttpRules.CHANGE) instanceof Admission admission)) {
            return;
        }
        if (admission.retryAfter() > 0) {
            throw new ClientErrorException(
                    "Too many wrong tokens; try again in " + admission.retryAfter() + " s",
                    Response.status(Response.Status.TOO_MANY_REQUESTS)
                            .header(HttpHeaders.RETRY_AFTER, admission.retryAfter())
                            .build());
        }
        if (!admission.isGranted()) {
            throw new NotAuthorizedException(
                    request.getMethod() + " needs a token: Authorization: Bearer …",
                    Response.status(Response.Status.UNAUTHORIZED)
                            .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"atelier\"")
                            .build());
        }
        // It is for reads, and a changed product that somebody already has is no 304.
        request.getHeaders().remove(HttpHeaders.IF_NONE_MATCH);
    }
}
