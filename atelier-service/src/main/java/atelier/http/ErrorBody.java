package atelier.http;

/** The JSON body of every error: the status, the wrong value, and the reason. */
public record ErrorBody(int code, String message) {}
