package atelier.database;

import atelier.operator.OperatorException;
import org.jspecify.annotations.Nullable;

/** Where a PostgreSQL is, as a JDBC URL, and as whom to log in. */
record DatabaseAddress(
        String url, @Nullable String user, @Nullable String password) {
    /**
     * Returns the one that the settings name.
     *
     * @throws OperatorException if it is no JDBC URL of PostgreSQL
     */
    static DatabaseAddress external(DatabaseSettings settings) {
        String url = String.valueOf(settings.url()).strip();
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new OperatorException(
                    "DATABASE_URL must look like jdbc:postgresql://host:5432/database, but starts with \""
                            + url.substring(0, Math.min(12, url.length())) + "\".");
        }
        return new DatabaseAddress(url, settings.user(), settings.password());
    }

    /** Returns the URL without its parameters, which may hold a password. */
    String describe() {
        return url.replaceFirst("\\?.*", "");
    }
}
