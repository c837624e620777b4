package atelier.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.sql.SQLException;
import java.util.List;

/** Turns whatever a resource or Jersey throws into the one error shape. */
final class ErrorMapper implements ExceptionMapper<Throwable> {
    /**
     * SQL states of a database that is away, full, or too slow: connection exceptions, a conflict with what a standby
     * replays, a login that is refused, insufficient resources, operator intervention (a shutdown, a cancelled statement). PostgreSQL's manual,
     * appendix A.
     */
    private static final List<String> UNAVAILABLE = List.of("08", "28", "40", "53", "57");

    @Context
    @SuppressWarnings("NullAway.Init") // Jersey sets both to proxies of the current request.
    private UriInfo uri;

    @Context
    @SuppressWarnings("NullAway.Init")
    private Request request;

    @Override
    public Response toResponse(Throwable thrown) {
        if (thrown instanceof WebApplicationException answer
                && answer.getResponse().getStatus() < 500) {
            return clientError(answer);
        }
        return isUnavailable(thrown)
                ? error(Response.status(503).header(HttpHeaders.RETRY_AFTER, 1), 503, LoggedFault.ofDatabase(thrown))
                : error(Response.status(500), 500, LoggedFault.of("Could not answer", thrown));
    }

    private Response clientError(WebApplicationException thrown) {
        Response answer = thrown.getResponse();
        int status = answer.getStatus();
        String message = thrown.getMessage();
        // Jersey's own exceptions say "HTTP 404 Not Found" and the like.
        if (message == null || message.startsWith("HTTP " + status)) {
            String path = WholeNumbers.shorten(uri.getRequestUri().getRawPath());
            message = switch (status) {
                case 404 -> "There is nothing at " + path;
                case 405 -> request.getMethod() + " is not possible on " + path;
                default -> answer.getStatusInfo().getReasonPhrase() + ": " + request.getMethod() + " " + path;
            };
        }
        return error(Response.fromResponse(answer), status, message);
    }

    private static Response error(Response.ResponseBuilder response, int code, String message) {
        return response.type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(new ErrorBody(code, message))
                .build();
    }

    private static boolean isUnavailable(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException failure) {
                String state = failure.getSQLState();
                // The pool reports that no connection came free in time without a state.
                return state == null || UNAVAILABLE.stream().anyMatch(state::startsWith);
            }
        }
        return false;
    }
}
