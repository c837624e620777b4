package atelier.http;

/** The JSON of every error: the status again, and what was wrong with which value. */
public record ErrorBody(int code, String message) {}
