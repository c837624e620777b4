package atelier.cli;

/** A setting was refused by its type. The message follows the name of the variable: {@code must be …, but is …}. */
public final class InvalidSettingException extends IllegalArgumentException {
    public InvalidSettingException(String message) {
        super(message);
    }
}
