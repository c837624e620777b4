package atelier.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes requests as the frontends of the original API send them. */
@PreMatching
final class LegacyRequestFilter implements ContainerRequestFilter {
    /** A campus is any name, but {@code .} and {@code ..} are none: another reader of the path would go up there. */
    private static final Pattern LEGACY_BASE = Pattern.compile("/api/fec2/(?!\\.\\.?(?:/|$))[^/]+(/.*)?");

    @Override
    public void filter(ContainerRequestContext request) {
        UriInfo uri = request.getUriInfo();
        Matcher legacy = LEGACY_BASE.matcher(uri.getRequestUri().getRawPath());
        if (legacy.matches()) {
            String path = legacy.group(1) == null ? "/" : legacy.group(1);
            request.setRequestUri(
                    uri.getBaseUri(),
                    uri.getRequestUriBuilder().replacePath(path).build());
        }
        // There is one representation of everything, if in two codings, so no wish or broken header may stand between a
        // client and it.
        request.getHeaders().putSingle(HttpHeaders.ACCEPT, "*/*");
        request.getHeaders().remove(HttpHeaders.ACCEPT_CHARSET);
        request.getHeaders().remove(HttpHeaders.ACCEPT_LANGUAGE);
        request.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
    }
}
