package atelier.load;

import atelier.cli.OperatorException;
import atelier.database.CatalogueLock;
import atelier.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;

/** A switch whose connection was lost, perhaps during COMMIT. */
final class LostSwitch {
    private static final Duration LONGEST_COMMIT = Duration.ofSeconds(30);

    private LostSwitch() {}

    /**
     * Returns whether the edition of the import is served.
     *
     * @throws OperatorException if that cannot be found out
     */
    static boolean isServed(Database database, Dataset dataset, Instant importedAt) {
        String edition = dataset.schema() + ".edition";
        try (Connection connection = database.connect()) {
            awaitEndOfImport(connection);
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT EXISTS (SELECT FROM " + edition + " WHERE imported_at = ?)")) {
                query.setTimestamp(1, Timestamp.from(importedAt));
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    return row.getBoolean(1);
                }
            }
        } catch (SQLException e) {
            throw new OperatorException(
                    "The connection was lost while the import switched to the new edition of " + dataset.schema()
                            + ", and it is unknown whether the switch took place (" + e.getMessage()
                            + "). The new edition is served if SELECT imported_at FROM " + edition + " returns "
                            + importedAt + ".",
                    e);
        }
    }

    /** The lost session may still be committing. It holds the import's lock until it ends. */
    private static void awaitEndOfImport(Connection connection) throws SQLException {
        long deadline = System.nanoTime() + LONGEST_COMMIT.toNanos();
        while (CatalogueLock.isTaken(connection)) {
            if (System.nanoTime() > deadline) {
                throw new SQLException("the session of the import has not ended");
            }
            LockRetry.pause();
        }
    }
}
