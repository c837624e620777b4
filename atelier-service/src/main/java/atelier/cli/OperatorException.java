package atelier.cli;

import com.google.common.base.Throwables;
import io.dropwizard.configuration.ConfigurationException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A failure that the person who started the process can fix: a wrong argument, a missing file, an unreachable database. The message is
 * complete and is printed without a stack trace; the process exits with status 1.
 */
public final class OperatorException extends RuntimeException {
    public OperatorException(String message) {
        super(message);
    }

    public OperatorException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Checks that a file can be written, before a command does any work.
     *
     * @param option the option that names the file, for the message
     * @throws OperatorException if the directory does not exist or is not writable
     */
    public static void requireWritable(Path file, String option) {
        Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || directory == null || !Files.isWritable(directory)) {
            throw new OperatorException(file + " cannot be written; choose another file by " + option + ".");
        }
    }

    /**
     * Prints a failure that the operator can fix, without a stack trace: an {@code OperatorException}, an error in config.yml, a port in
     * use, or a heap that is too small.
     *
     * @return false for any other failure, of which nothing is printed
     */
    static boolean show(Throwable failure, PrintStream screen) {
        Throwable root = Throwables.getRootCause(failure);
        if (root instanceof OutOfMemoryError) {
            screen.printf(
                    Locale.ROOT,
                    "atelier: The heap of %d MiB is too small for this catalogue (%s); start the command with a larger one,"
                            + " for example java -Xmx1g.%n",
                    Runtime.getRuntime().maxMemory() >> 20,
                    root.getMessage());
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
