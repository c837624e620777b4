package atelier.http;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A fault of ours: the log gets all of it, the client the id of the request, by which it is found there.
 *
 * @param status 503 if the database gave no answer, else 500
 * @param cause the failure, if there is one
 */
record Fault(int status, @Nullable Throwable cause) {
    static final int UNAVAILABLE = 503;
    static final int RETRY_AFTER_SECONDS = 1;

    private static final Logger LOGGER = LoggerFactory.getLogger(Fault.class);
    private static final int UNFORESEEN = 500;

    /**
     * SQL states of a database that is away, full, or too slow: connection exceptions, a login that is refused, a conflict with what a
     * standby replays, insufficient resources, operator intervention (a shutdown, a cancelled statement); a change that was sent to a
     * standby, or waited too long for another one. PostgreSQL's manual, appendix A.
     */
    private static final List<String> AWAY = List.of("08", "25006", "28", "40", "53", "55P03", "57");

    static Fault of(@Nullable Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        return new Fault(isAway(cause) ? UNAVAILABLE : UNFORESEEN, cause);
    }

    private static boolean isAway(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException failure) {
                String state = failure.getSQLState();
                // That no connection came free in time is reported without a state.
                return state == null || AWAY.stream().anyMatch(state::startsWith);
            }
        }
        return false;
    }

    /** Logs it, in one line if the database is away, and returns what the client may know of it. */
    String log(String requestId) {
        return RequestId.inLog(requestId, this::log) + " The log has the reason under the ID " + requestId;
    }

    private String log() {
        if (status == UNAVAILABLE) {
            LOGGER.warn("Could not ask the database, or it gave no answer: {}", root());
            return "The catalogue is not available right now; please try again.";
        }
        if (cause instanceof EofException) {
            LOGGER.debug("A client left before its answer");
        } else {
            LOGGER.error("Could not answer", cause);
        }
        return "This should not have happened.";
    }

    private String root() {
        Throwable root = cause;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root);
    }
}
