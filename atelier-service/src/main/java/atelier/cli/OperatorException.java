package atelier.cli;

import com.google.common.base.Throwables;
import io.dropwizard.configuration.ConfigurationException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
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
     * Proves that a file can be written, before there is anything to lose.
     *
     * @param option by which its place can be chosen
     * @throws OperatorException if its directory is not there or cannot be written
     */
    public static void requireWritable(Path file, String option) {
        Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || directory == null || !Files.isWritable(directory)) {
            throw new OperatorException(file + " cannot be written; choose another file by " + option + ".");
        }
    }

    /**
     * Shows a command's failure as its user needs it: one of these, a fault in config.yml, a port that is taken or a heap that is
     * too small, without a stack trace.
     *
     * @return false if it is something else, which nobody foresaw
     */
    public static boolean show(Throwable failure, PrintStream screen) {
        Throwable root = Throwables.getRootCause(failure);
        if (root instanceof OutOfMemoryError) {
            screen.printf(
                    "atelier: The heap of %d MiB is too small for this catalogue (%s); start the command with a larger one,"
                            + " java -Xmx1g say.%n",
                    Runtime.getRuntime().maxMemory() >> 20, root.getMessage());
            return true;
        }
        if (failure instanceof OperatorException
                || failure instanceof ConfigurationException
                || failure instanceof FileNotFoundException) {
            screen.println("atelier: " + failure.getMessage());
            return true;
        }
        if (root instanceof BindException) {
            screen.println("atelier: "
                    + Throwables.getCausalChain(failure).stream()
                            .filter(IOException.class::isInstance)
                            .findFirst()
                            .orElse(failure)
                            .getMessage()
                    + ": the port is in use; choose another by HTTP_PORT or ADMIN_PORT");
            return true;
        }
        return false;
    }
}
