package atelier.http;

/** The names of the attributes by which handlers, servlets and Jersey pass facts about a request to each other. */
public final class RequestAttributes {
    /** The id that every log line of the request contains. */
    public static final String REQUEST_ID = "atelier.request-id";

    /** The template of the request's route, for logs and metrics. */
    public static final String ROUTE = "atelier.route";

    /** The name of the token's owner, if the request has a valid token. Only such a request may write. */
    public static final String WRITER = "atelier.writer";

    /**
     * The bytes of the body, if the request has a {@link #WRITER}, or a {@link #HANDLER} that keeps it. Bodies of other requests are read
     * and discarded.
     */
    public static final String BODY = "atelier.body";

    /** The {@link EarlyHandler} that handles the request in place of the servlets. */
    public static final String HANDLER = "atelier.handler";

    /** The value of {@code Allow} for the request's path, if a route without a token has this path. */
    public static final String ALLOWED = "atelier.allowed";

    /** The cause of an error. Jetty must not see it, because Jetty would log it a second time, without the request's id. */
    static final String CAUSE = "atelier.cause";

    private RequestAttributes() {}
}
