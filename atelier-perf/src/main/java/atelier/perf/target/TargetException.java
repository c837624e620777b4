package atelier.perf.target;

/** A target that cannot be used. The message is complete, and made for the person who started the run. */
public final class TargetException extends RuntimeException {
    TargetException(String message) {
        super(message);
    }

    TargetException(String message, Throwable cause) {
        super(message, cause);
    }
}
