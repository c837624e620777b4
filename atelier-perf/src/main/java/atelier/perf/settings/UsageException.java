package atelier.perf.settings;

/** The run cannot start. The message tells the user the complete reason, so no stack trace is shown. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }

    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
