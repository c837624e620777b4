package atelier.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.TreeSet;

/** Turns Jersey's own response to OPTIONS, which describes the methods in its body, into 204 with {@code Allow}. */
final class OptionsFilter implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (HttpMethod.OPTIONS.equals(request.getMethod()) && response.getStatus() == 200) {
            response.getHeaders().putSingle(HttpHeaders.ALLOW, list(response.getAllowedMethods()));
            response.setEntity(null);
            response.setStatusInfo(Response.Status.NO_CONTENT);
        }
    }

    /** Returns the response to OPTIONS on a path with these methods. */
    static Response response(String methods) {
        return Response.noContent().header(HttpHeaders.ALLOW, methods).build();
    }

    /** Returns the value of {@code Allow}. Jersey supports HEAD wherever there is a GET, but does not always list it. */
    static String list(Set<String> methods) {
        Set<String> all = new TreeSet<>(methods);
        if (all.contains(HttpMethod.GET)) {
            all.add(HttpMethod.HEAD);
        }
        return String.join(", ", all);
    }
}
