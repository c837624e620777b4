package atelier.benchmark;

/** A response whose end cannot be found, or that is not HTTP. */
final class MalformedResponseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedResponseException(String message) {
        super(message);
    }

    MalformedResponseException(String message, Throwable cause) {
        super(message, cause);
    }
}
