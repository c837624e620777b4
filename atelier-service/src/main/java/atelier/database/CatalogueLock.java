package atelier.database;

import atelier.cli.OperatorException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An advisory lock that an import or a migration holds. An import copies the tables' definitions when it begins; at its end it would
 * undo a migration that ran meanwhile.
 *
 * <p>PostgreSQL releases the lock when the session of its holder ends, so a killed process locks nobody out.
 */
public final class CatalogueLock {
    private static final Logger LOGGER = LoggerFactory.getLogger(CatalogueLock.class);

    /** An arbitrary number among PostgreSQL's advisory locks. */
    private static final long KEY = 6_278_901_524L;

    /**
     * Ends the session within seconds if its process or machine is gone. By default PostgreSQL notices the end of a process only
     * after the current statement, and the end of a machine after two hours. A server on Windows lacks some of these settings.
     */
    private static final String END_WITH_PROCESS = """
            SELECT set_config(name, value, false)
            FROM pg_catalog.pg_settings
            JOIN (VALUES ('client_connection_check_interval', '1s'), ('tcp_keepalives_idle', '15'),
                         ('tcp_keepalives_interval', '5'), ('tcp_keepalives_count', '3')) AS wanted (name, value) USING (name)
            WHERE version() !~* 'windows|mingw|visual c'
            """;

    private static final int LONGEST_WAIT_MINUTES = 10;
    /** A client that has closed its connection may begin the next import before PostgreSQL has ended the session. */
    private static final String LONGEST_END = "2s";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private CatalogueLock() {}

    /**
     * Takes the lock until the connection ends.
     *
     * @throws OperatorException if another connection holds it, and does not end within two seconds
     */
    public static void take(Connection connection) throws SQLException {
        endWithProcess(connection);
        if (!tryTake(connection) && !takeWithin(LONGEST_END, connection)) {
            throw new OperatorException(
                    "Another import or a migration is running on this database; try again when it has ended.");
        }
    }

    private static void endWithProcess(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(END_WITH_PROCESS);
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
    public static void await(Connection connection) throws SQLException {
        endWithProcess(connection);
        if (tryTake(connection)) {
            return;
        }
        LOGGER.info("Waiting at most {} minutes for an import or another migration to end", LONGEST_WAIT_MINUTES);
        if (!takeWithin(LONGEST_WAIT_MINUTES + "min", connection)) {
            throw new OperatorException("An import or another migration has been running on this database for "
                    + LONGEST_WAIT_MINUTES + " minutes; try again when it has ended.");
        }
    }

    /** Waits for the lock and takes it. Returns false if another connection holds it all the time. */
    private static boolean takeWithin(String time, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = '" + time + "'");
            statement.execute("SELECT pg_advisory_lock(" + KEY + ")");
            statement.execute("RESET lock_timeout");
            return true;
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    /** Returns whether any connection holds the lock at this moment. */
    public static boolean isTaken(Connection connection) throws SQLException {
        return !holders(connection).isEmpty();
    }

    /** Returns the ids of the PostgreSQL processes that hold the lock at this moment: one or none. */
    static List<Integer> holders(Connection connection) throws SQLException {
        List<Integer> holders = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(String.format(Locale.ROOT, """
                        SELECT pid
                        FROM pg_locks
                        WHERE locktype = 'advisory' AND granted
                          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                          AND classid::bigint = %1$d >> 32 AND objid::bigint = %1$d & 4294967295
                        """, KEY))) {
            while (rows.next()) {
                holders.add(rows.getInt(1));
            }
        }
        return holders;
    }

    /** Releases the lock, once for each time that it was taken. */
    static void release(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock(" + KEY + ")");
        }
    }
}
