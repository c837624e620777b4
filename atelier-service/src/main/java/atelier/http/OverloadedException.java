package atelier.http;

/** The service has no room for a request right now. Becomes a response with status 503. */
public final class OverloadedException extends RuntimeException {
    public OverloadedException(String message) {
        super(message, null, false, false);
    }
}
