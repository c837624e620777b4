package atelier.database;

import org.jspecify.annotations.Nullable;

/** Where a PostgreSQL is, as a JDBC URL, and as whom to log in. */
record DatabaseAddress(
        String url, @Nullable String user, @Nullable String password) {}
