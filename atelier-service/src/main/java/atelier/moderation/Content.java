package atelier.moderation;

/**
 * A review, question or answer before it is changed.
 *
 * @param json its content without the email, for the audit record
 */
public record Content(int id, String json) {}
