package atelier.write;

import atelier.http.WholeNumbers;

/** The codings of a request body in {@code Content-Encoding}. Nothing here inflates a body, which could become a thousand times larger. */
public final class ContentCodings {
    /** The only coding of a body that is taken (RFC 9110, 8.4.1). */
    public static final String PLAIN = "identity";

    private ContentCodings() {}

    /** Returns whether a body is as it was written. */
    public static boolean arePlain(String codings) {
        return codings.isBlank() || codings.strip().equalsIgnoreCase(PLAIN);
    }

    /** Returns the message for any other body. */
    public static String refusal(String codings) {
        return "The body must not be compressed, but Content-Encoding was \"" + WholeNumbers.shorten(codings) + "\"";
    }
}
