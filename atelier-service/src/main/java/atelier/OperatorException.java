package atelier;

import io.dropwizard.configuration.ConfigurationException;
import java.io.PrintStream;
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

    /**
     * Shows a command's failure as its user needs it: one of these, or a fault in config.yml, without a stack trace.
     *
     * @return false if it is something else, which nobody foresaw
     */
    public static boolean show(Throwable failure, PrintStream screen) {
        if (failure instanceof OperatorException || failure instanceof ConfigurationException) {
            screen.println("atelier: " + failure.getMessage());
            return true;
        }
        return false;
    }
}
