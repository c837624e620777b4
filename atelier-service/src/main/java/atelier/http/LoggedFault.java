package atelier.http;

import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.io.EofException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A fault of ours: the log gets all of it, the client an id by which it is found there. */
final class LoggedFault {
    private static final Logger LOGGER = LoggerFactory.getLogger(LoggedFault.class);

    private LoggedFault() {}

    /** Logs a fault that nobody foresaw and returns what the client may know of it. */
    static String of(String what, @Nullable Throwable cause) {
        String id = newId();
        if (cause instanceof EofException) {
            LOGGER.debug("A client left before its answer (ID {})", id);
        } else {
            LOGGER.error("{} (ID {})", what, id, cause);
        }
        return "This should not have happened. The log has the reason under the ID " + id;
    }

    /** Logs in one line that the database gave no answer and returns what the client may know of it. */
    static String ofDatabase(Throwable cause) {
        String id = newId();
        LOGGER.warn("The database gave no answer (ID {}): {}", id, root(cause).toString());
        return "The catalogue is not available right now; please try again. The log has the reason under the ID " + id;
    }

    private static String newId() {
        return String.format(Locale.ROOT, "%016x", ThreadLocalRandom.current().nextLong());
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
