package atelier.perf.settings;

import java.nio.file.InvalidPathException;

/** The run cannot start. The message tells the user the complete reason, so no stack trace is shown. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }

    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Returns why a path cannot be used, and what to do. */
    public static String message(InvalidPathException failure) {
        return "the path %s cannot be used: %s; file names are read as %s, so set LC_ALL=C.UTF-8 for other characters"
                .formatted(failure.getInput(), failure.getReason(), System.getProperty("sun.jnu.encoding"));
    }
}
