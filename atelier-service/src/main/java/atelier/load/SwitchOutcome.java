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
import java.util.concurrent.TimeUnit;

/** Finds out whether a switch took place whose connection was lost, perhaps during its COMMIT. */
final class SwitchOutcome {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private SwitchOutcome() {}

    /**
     * Returns whether the edition of an import is served.
     *
     * @throws OperatorException if that cannot be found out
     */
    static boolean isServed(Database database, Dataset dataset, Instant importedAt) {
        try (Connection connection = database.connect()) {
            awaitEnd(connection);
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT EXISTS (SELECT FROM " + dataset.schema() + ".edition WHERE imported_at = ?)")) {
                query.setTimestamp(1, Timestamp.from(importedAt));
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    return row.getBoolean(1);
                }
            }
        } catch (SQLException e) {
            throw unknown(dataset, importedAt, e);
        }
    }

    /** The import's session may still be committing. It holds the right to import until it ends. */
    private static void awaitEnd(Connection connection) throws SQLException {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        try {
            while (CatalogueLock.isTaken(connection)) {
                if (System.nanoTime() > deadline) {
                    throw new SQLException("the session of the import has not ended");
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("Interrupted while waiting for the end of the import's session", e);
        }
    }

    private static OperatorException unknown(Dataset dataset, Instant importedAt, SQLException cause) {
        return new OperatorException(
                "The connection was lost while the import switched to the new " + dataset.schema()
                        + ", and it is unknown whether the switch took place (" + cause.getMessage()
                        + "). The new edition is served if SELECT imported_at FROM " + dataset.schema()
                        + ".edition returns " + importedAt + ".",
                cause);
    }
}
