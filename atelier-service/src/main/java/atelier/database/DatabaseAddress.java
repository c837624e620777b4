package atelier.database;

import atelier.operator.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a PostgreSQL is, as a JDBC URL, and as whom to log in. */
record DatabaseAddress(
        String url, @Nullable String user, @Nullable String password) {
    /**
     * Returns the one that the settings name.
     *
     * @throws OperatorException if it is no JDBC URL of PostgreSQL, or the file with the password cannot be read
     */
    static DatabaseAddress external(DatabaseSettings settings) {
        String url = String.valueOf(settings.url()).strip();
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new OperatorException(
                    "DATABASE_URL must look like jdbc:postgresql://host:5432/database, but starts with \""
                            + url.substring(0, Math.min(12, url.length())) + "\".");
        }
        String file = DatabaseSettings.blankToNull(settings.passwordFile());
        return new DatabaseAddress(url, settings.user(), file == null ? settings.password() : firstLine(file));
    }

    private static String firstLine(String file) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.findFirst()
                    .orElseThrow(() -> new OperatorException("DATABASE_PASSWORD_FILE is empty: " + file));
        } catch (IOException e) {
            throw new OperatorException("DATABASE_PASSWORD_FILE cannot be read: " + e, e);
        }
    }

    /** Returns the URL without its parameters, which may hold a password. */
    String describe() {
        return url.replaceFirst("\\?.*", "");
    }
}
