package atelier.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;

/**
 * Removes the headers by which a client and Jersey would negotiate a representation. There is only one, so no preference and no
 * malformed header may lead to an error.
 */
@PreMatching
final class IgnoredHeadersFilter implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        request.getHeaders().putSingle(HttpHeaders.ACCEPT, "*/*");
        request.getHeaders().remove(HttpHeaders.ACCEPT_CHARSET);
        request.getHeaders().remove(HttpHeaders.ACCEPT_LANGUAGE);
        request.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
    }
}
