package atelier.http;

import atelier.logging.RateLimitedLog;
import com.google.common.base.Throwables;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A failure on the server's side. The log gets the cause, and the client gets the request's id.
 *
 * @param status 503 if the database is unavailable or the service has no room, otherwise 500
 * @param cause the failure, if there is one
 */
record Fault(int status, @Nullable Throwable cause) {
    static final int UNAVAILABLE = 503;
    static final int RETRY_AFTER_SECONDS = 1;

    private static final Logger LOGGER = LoggerFactory.getLogger(Fault.class);
    private static final RateLimitedLog UNAVAILABLE_LOG = new RateLimitedLog();
    private static final int UNEXPECTED = 500;

    /**
     * SQL states (PostgreSQL's manual, appendix A) of a database that is unreachable, full or too slow: connection exceptions, a refused
     * login, a conflict on a standby, insufficient resources, operator intervention (a shutdown, a cancelled statement), a write that
     * was sent to a standby, and a write that waited too long for another write.
     */
    private static final List<String> UNAVAILABLE_STATES = List.of("08", "25006", "28", "40", "53", "55P03", "57");

    static Fault of(@Nullable Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        return new Fault(isUnavailable(cause) ? UNAVAILABLE : UNEXPECTED, cause);
    }

    private static boolean isUnavailable(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OverloadedException) {
                return true;
            }
            if (cause instanceof SQLException failure) {
                String state = failure.getSQLState();
                // The pool reports without a state that no connection became free in time.
                return state == null || UNAVAILABLE_STATES.stream().anyMatch(state::startsWith);
            }
        }
        return false;
    }

    /** Logs the failure and returns the message for the client. */
    String log(String requestId) {
        String message = RequestId.inLog(requestId, this::log);
        // Only one of many 503 in a second has a line with its reason, so the message must not promise that.
        return message
                + (status == UNAVAILABLE ? " The ID of this request is " : " The log has the reason under the ID ")
                + requestId;
    }

    private String log() {
        if (status == UNAVAILABLE) {
            if (cause instanceof OverloadedException) {
                UNAVAILABLE_LOG.log(suppressed ->
                        LOGGER.warn("{} (failed requests since the last line: {})", cause.getMessage(), suppressed));
                return "The service is busy; please try again.";
            }
            Object reason = cause == null ? "no cause" : Throwables.getRootCause(cause);
            UNAVAILABLE_LOG.log(suppressed -> LOGGER.warn(
                    "The database is unavailable: {} (failed requests since the last line: {})", reason, suppressed));
            return "The shop is not available right now; please try again.";
        }
        if (cause instanceof EofException) {
            LOGGER.debug("The client closed the connection before its response");
        } else {
            LOGGER.error("A request failed", cause);
        }
        return "This should not have happened.";
    }
}
