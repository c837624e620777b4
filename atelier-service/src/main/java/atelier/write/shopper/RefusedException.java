package atelier.write.shopper;

/** A request that fails by the client's mistake. The message goes to the client. */
public final class RefusedException extends RuntimeException {
    public static final int UNPROCESSABLE = 422;

    private final int status;

    public RefusedException(int status, String message) {
        // Clients decide how often this is thrown, and nobody would read a stack trace.
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
