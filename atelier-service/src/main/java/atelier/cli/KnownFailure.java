package atelier.cli;

import com.google.common.base.Throwables;
import io.dropwizard.configuration.ConfigurationException;
import java.io.FileNotFoundException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.InvalidPathException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The failures that the person who started the process can fix, and what to do about each. */
final class KnownFailure {
    /** SQL states: no connection, login, database, resources, lock, shutdown; missing rights; a read-only server. */
    private static final List<String> SQL_STATES = List.of("08", "28", "3D", "53", "55", "57", "42501", "25006");

    private static final String MISSING_RIGHT = "42501";

    /** How Jetty begins the message of a port that it cannot open. */
    private static final String UNBOUND = "Failed to bind to ";

    private KnownFailure() {}

    /** Returns the reason and what to do, in one line unless it is an error in config.yml; empty for any other failure. */
    static Optional<String> message(Throwable failure) {
        Throwable root = Throwables.getRootCause(failure);
        if (root instanceof OutOfMemoryError) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "The heap of %d MiB is too small for this catalogue (%s); start the command with a larger one,"
                            + " for example java -Xmx1g.",
                    Runtime.getRuntime().maxMemory() >> 20,
                    root.getMessage()));
        }
        if (root instanceof InvalidPathException path) {
            return Optional.of(path(path));
        }
        if (failure instanceof OperatorException
                || failure instanceof ConfigurationException
                || failure instanceof FileNotFoundException) {
            return Optional.of(String.valueOf(failure.getMessage()));
        }
        Optional<SQLException> refusal = first(failure, SQLException.class);
        if (refusal.isPresent()) {
            return refusal.filter(KnownFailure::isOperators).map(KnownFailure::database);
        }
        return Throwables.getCausalChain(failure).stream()
                .map(cause -> String.valueOf(cause.getMessage()))
                .filter(words -> words.startsWith(UNBOUND))
                .findFirst()
                .map(unbound -> unbound + ": " + listening(root));
    }

    private static String path(InvalidPathException path) {
        return "The path \"" + path.getInput() + "\" cannot be used: " + path.getReason() + ". File names are read as "
                + System.getProperty("sun.jnu.encoding") + "; set LC_ALL=C.UTF-8 for names with other characters.";
    }

    /** The operating system's message may be in another language. Then it is used unchanged. */
    private static String listening(Throwable root) {
        String words = String.valueOf(root.getMessage());
        if (words.contains("already in use")) {
            return "the port is in use; choose another by HTTP_PORT or ADMIN_PORT";
        }
        if (words.contains("ermission denied")) {
            return "this user may not open the port; choose one above 1023 by HTTP_PORT or ADMIN_PORT";
        }
        if (words.contains("assign requested address")) {
            return "this machine does not have the address; set HTTP_HOST or ADMIN_HOST to an address of this machine";
        }
        if (root instanceof UnresolvedAddressException || words.contains("nresolved")) {
            return "the host is unknown; set HTTP_HOST or ADMIN_HOST to an address of this machine";
        }
        return words + "; choose others by HTTP_HOST, HTTP_PORT, ADMIN_HOST or ADMIN_PORT";
    }

    private static boolean isOperators(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return SQL_STATES.stream().anyMatch(state::startsWith);
    }

    private static String database(SQLException failure) {
        return "The database says: " + words(failure);
    }

    /** Returns what the database says, in one line, and what to do. */
    static String words(SQLException failure) {
        return String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; ") + advice(failure);
    }

    private static String advice(SQLException failure) {
        if (MISSING_RIGHT.equals(failure.getSQLState())) {
            return ". docs/running.md lists the rights that the user needs.";
        }
        return String.valueOf(failure.getMessage()).contains("unsupported startup parameter")
                ? ". PgBouncer needs ignore_startup_parameters = extra_float_digits,options."
                : ".";
    }

    private static <T extends Throwable> Optional<T> first(Throwable failure, Class<T> type) {
        return Throwables.getCausalChain(failure).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
