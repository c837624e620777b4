package atelier.database;

import atelier.cli.OperatorException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection pooler, such as PgBouncer with {@code pool_mode=transaction}, that gives each transaction another session of PostgreSQL. So
 * prepared statements, locks, settings and notifications, which belong to a session, reach the wrong clients.
 */
final class TransactionPooler {
    private static final Logger LOGGER = LoggerFactory.getLogger(TransactionPooler.class);
    private static final int ATTEMPTS = 3;

    private TransactionPooler() {}

    /**
     * Waits until the database is there, and returns the address with which the service can read. Behind such a pooler, it is an address
     * that prepares no statements.
     */
    static DatabaseAddress forReads(DatabaseSettings settings, DatabaseAddress address) {
        if (!isAt(settings, address)) {
            return address;
        }
        LOGGER.info(
                "{} is a connection pooler in transaction mode. Queries are not prepared, and a new catalogue or an edit is"
                        + " noticed within five seconds",
                address);
        return address.withoutPreparedStatements();
    }

    /**
     * Waits until the database is there, and returns the address for a command, which may lock the database.
     *
     * @throws OperatorException if it is such a pooler, where the lock would stay after the command
     */
    static DatabaseAddress forCommands(DatabaseSettings settings, DatabaseAddress address) {
        if (isAt(settings, address)) {
            throw new OperatorException("DATABASE_URL leads to a connection pooler in transaction mode (" + address
                    + "), which would keep the lock of this command: use the address of PostgreSQL itself, or a pool with"
                    + " pool_mode=session.");
        }
        return address;
    }

    private static boolean isAt(DatabaseSettings settings, DatabaseAddress address) {
        DatabaseServer server = new DatabaseServer(settings, address);
        try (Connection connection = server.awaitConnection()) {
            // A pooler invents the process id that it sends to a client.
            return connection.unwrap(PGConnection.class).getBackendPID() != session(connection)
                    && sharesSessions(connection, server);
        } catch (SQLException e) {
            throw new OperatorException("The database " + address + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** The pooler gives the session that one connection has just used to another one. */
    private static boolean sharesSessions(Connection connection, DatabaseServer server) throws SQLException {
        try (Connection other = server.connect()) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                int used = session(connection);
                other.setAutoCommit(false);
                boolean shared = session(other) == used || session(connection) != used;
                other.setAutoCommit(true);
                if (shared) {
                    return true;
                }
            }
            return false;
        }
    }

    private static int session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
