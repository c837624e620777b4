package atelier.database;

import atelier.cli.OperatorException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to replace the whole catalogue or change its tables' definitions, which one process at a time has: an import copies
 * the definitions when it begins, and would bring the old ones back at its end.
 */
public final class CatalogueLock {
    private static final Logger LOGGER = LoggerFactory.getLogger(CatalogueLock.class);

    /** An arbitrary number that stands for this among PostgreSQL's advisory locks. */
    private static final long KEY = 6_278_901_524L;

    private static final int LONGEST_WAIT_MINUTES = 10;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private CatalogueLock() {}

    /**
     * Takes it for the rest of the connection.
     *
     * @throws OperatorException if another connection has it
     */
    public static void take(Connection connection) throws SQLException {
        if (!tryTake(connection)) {
            throw new OperatorException(
                    "Another import is running on this database, or a migration; try again when it has ended.");
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
     * Takes it as soon as nobody else has it.
     *
     * @throws OperatorException if that takes longer than any import should
     */
    static void await(Connection connection) throws SQLException {
        if (tryTake(connection)) {
            return;
        }
        LOGGER.info(
                "Waiting for the end of an import or of another migration, for {} minutes at most",
                LONGEST_WAIT_MINUTES);
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

    /** Tells whether somebody has it. It may have been taken since, or given back. */
    public static boolean isTaken(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT EXISTS (
                            SELECT FROM pg_locks
                            WHERE locktype = 'advisory' AND granted
                              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                              AND classid::bigint = %1$d >> 32 AND objid::bigint = %1$d & 4294967295)
                        """.formatted(KEY))) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** Gives it back, once for each time that it was taken. */
    static void release(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock(" + KEY + ")");
        }
    }
}
