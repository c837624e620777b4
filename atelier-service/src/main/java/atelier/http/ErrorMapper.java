package atelier.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Set;
import java.util.TreeSet;

/** Turns every exception of a resource or of Jersey into the shape of all errors. */
final class ErrorMapper implements ExceptionMapper<Throwable> {
    private static final int NOT_ALLOWED = 405;

    @Context
    @SuppressWarnings("NullAway.Init") // Jersey sets these to proxies of the current request.
    private UriInfo uri;

    @Context
    @SuppressWarnings("NullAway.Init")
    private Request request;

    @Context
    @SuppressWarnings("NullAway.Init")
    private HttpServletRequest servletRequest;

    @Override
    public Response toResponse(Throwable thrown) {
        if (thrown instanceof WebApplicationException known
                && known.getResponse().getStatus() < 500) {
            return clientError(known);
        }
        Fault fault = Fault.of(thrown);
        Response.ResponseBuilder response = Response.status(fault.status());
        if (fault.status() == Fault.UNAVAILABLE) {
            response.header(HttpHeaders.RETRY_AFTER, Fault.RETRY_AFTER_SECONDS);
        }
        String requestId = String.valueOf(servletRequest.getAttribute(RequestAttributes.REQUEST_ID));
        return error(response, fault.status(), fault.log(requestId));
    }

    private Response clientError(WebApplicationException thrown) {
        Response response = thrown.getResponse();
        String allowed = allowed(response);
        int status = allowed.isEmpty() ? response.getStatus() : NOT_ALLOWED;
        if (status == 404 && HttpMethod.OPTIONS.equals(request.getMethod())) {
            // If a preflight failed, the page could not see the 404 of the request itself.
            return OptionsFilter.response(HttpRules.READ_METHODS);
        }
        String message = thrown.getMessage();
        // The messages of Jersey's own exceptions look like "HTTP 404 Not Found".
        if (message == null || message.startsWith("HTTP " + response.getStatus())) {
            String path = WholeNumbers.shorten(uri.getRequestUri().getRawPath());
            message = switch (status) {
                case 404 -> "There is nothing at " + path;
                case NOT_ALLOWED -> shownMethod() + " is not possible on " + path;
                default -> response.getStatusInfo().getReasonPhrase() + ": " + shownMethod() + " " + path;
            };
        }
        Response.ResponseBuilder error = Response.fromResponse(response).status(status);
        if (!allowed.isEmpty()) {
            error.header(HttpHeaders.ALLOW, null).header(HttpHeaders.ALLOW, allowed);
        }
        return error(error, status, message);
    }

    /** A response to HEAD has the length of that to GET, so its message has the same words. */
    private String shownMethod() {
        return HttpMethod.HEAD.equals(request.getMethod()) ? HttpMethod.GET : request.getMethod();
    }

    /** Returns the methods of the path, if it exists and does not support the request's method; otherwise an empty text. */
    private String allowed(Response response) {
        String open = (String) servletRequest.getAttribute(RequestAttributes.ALLOWED);
        if (response.getStatus() == NOT_ALLOWED) {
            Set<String> methods = new TreeSet<>(response.getAllowedMethods());
            if (open != null) {
                methods.addAll(HttpRules.methods(open));
            }
            return OptionsFilter.list(methods);
        }
        // Jersey does not know the routes that need no token.
        return response.getStatus() == 404
                        && open != null
                        && !HttpRules.methods(open).contains(request.getMethod())
                ? open
                : "";
    }

    private static Response error(Response.ResponseBuilder response, int code, String message) {
        return response.type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(new ErrorBody(code, message))
                .build();
    }
}
