package atelier;

import org.jspecify.annotations.Nullable;

/**
 * A fault that the person who started the process can mend: a wrong argument, a missing file, a database that is away.
 * Its message is complete and is shown alone, without a stack trace; the process ends with status 1.
 */
public final class OperatorException extends RuntimeException {
    public OperatorException(String message) {
        super(message);
    }

    public OperatorException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
