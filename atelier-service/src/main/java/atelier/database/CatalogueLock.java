package atelier.database;

import atelier.cli.OperatorException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An advisory lock that an import or a migration holds. An import copies the tables' definitions when it begins; at its end it would
 * undo a migration that ran meanwhile.
 */
public final class CatalogueLock {
    private static final Logger LOGGER = LoggerFactory.getLogger(CatalogueLock.class);

    /** An arbitrary number among PostgreSQL's advisory locks. */
    private static final long KEY = 6_278_901_524L;

    private static final int LONGEST_WAIT_MINUTES = 10;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private CatalogueLock() {}

    /**
     * Takes the lock until the connection ends.
     *
     * @throws OperatorException if another connection holds it
     */
    public static void take(Connection connection) throws SQLException {
        if (!tryTake(connection)) {
            throw new OperatorException(
                    "Another import or a migration is running on this database; try again when it has ended.");
        }
    }

    private static boolean tryTake(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet lock = statement.executeQuery("SELECT pg_try_advisory_lock(" + KEY + ")")) {
            lock.next();
            return lock.getBoolean(1);
        }
    }

    /**
     * Waits for the lock and takes it.
     *
     * @throws OperatorException if that takes longer than an import should
     */
    static void await(Connection connection) throws SQLException {
        if (tryTake(connection)) {
            return;
        }
        LOGGER.info("Waiting at most {} minutes for an import or another migration to end", LONGEST_WAIT_MINUTES);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = '" + LONGEST_WAIT_MINUTES + "min'");
            statement.execute("SELECT pg_advisory_lock(" + KEY + ")");
            statement.execute("RESET lock_timeout");
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw new OperatorException(
                        "An import or another migration has been running on this database for " + LONGEST_WAIT_MINUTES
                                + " minutes; try again when it has ended.",
                        e);
            }
            throw e;
        }
    }

    /** Returns whether any connection holds the lock at this moment. */
    public static boolean isTaken(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(String.format(Locale.ROOT, """
                        SELECT EXISTS (
                            SELECT FROM pg_locks
                            WHERE locktype = 'advisory' AND granted
                              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                              AND classid::bigint = %1$d >> 32 AND objid::bigint = %1$d & 4294967295)
                        """, KEY))) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** Releases the lock, once for each time that it was taken. */
    static void release(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock(" + KEY + ")");
        }
    }
}
