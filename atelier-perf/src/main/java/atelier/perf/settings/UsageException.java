package atelier.perf.settings;

/** The run cannot begin, for a reason that its message tells the user in full; no stack trace is of use. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }

    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
