package atelier.cli;

import com.google.common.base.Throwables;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
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
     * Returns why a file could not be read or written, without the name of the file and of Java's classes.
     *
     * @param failure the exception of {@link Files}, whose own message is often the path alone
     */
    public static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "it does not exist";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "it exists already, and is no directory";
        }
        if (failure instanceof NotDirectoryException) {
            return "it is not a directory";
        }
        if (failure instanceof CharacterCodingException) {
            return "it is not UTF-8 text";
        }
        String reason = failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
        return reason == null ? failure.toString() : reason;
    }

    /** Returns why the database refused a statement, in its own words, and what to do, in one line. */
    public static String reason(SQLException failure) {
        // Liquibase wraps the exception of the driver, which alone has a state.
        SQLException refusal = Throwables.getCausalChain(failure).stream()
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .filter(cause -> cause.getSQLState() != null)
                .findFirst()
                .orElse(failure);
        return KnownFailure.words(refusal);
    }

    /**
     * Prints a failure that the operator can fix, without a stack trace.
     *
     * @return false for any other failure, of which nothing is printed
     */
    static boolean show(Throwable failure, PrintStream screen) {
        Optional<String> message = KnownFailure.message(failure);
        message.ifPresent(text -> screen.println("atelier: " + text));
        return message.isPresent();
    }
}
