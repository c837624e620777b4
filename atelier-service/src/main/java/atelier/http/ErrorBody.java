package atelier.http;

/** The JSON body of every error: the status, and which value was wrong and why. */
public record ErrorBody(int code, String message) {}
