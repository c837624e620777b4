package atelier.testing;

import atelier.database.Database;
import atelier.testing.RunningService.Service;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;

/** A transaction beside those of the service, whose locks they wait for. Closing it rolls it back, unless it was committed. */
public final class OtherTransaction implements AutoCloseable {
    /** Counts the statements of a database that wait for locks. */
    public static final String WAITING = "SELECT count(*) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND wait_event_type = 'Lock'";

    private final Database database;
    private final Connection connection;

    private OtherTransaction(Database database, Connection connection) {
        this.database = database;
        this.connection = connection;
    }

    /** Begins a transaction in the service's database. */
    public static OtherTransaction begin(Service service, String sql) throws SQLException {
        return begin(Database.share(service.configuration().getDatabase()), sql);
    }

    /** Begins a transaction in a database, which it closes too. */
    public static OtherTransaction begin(Database database, String sql) throws SQLException {
        OtherTransaction transaction = new OtherTransaction(database, database.connect());
        transaction.connection.setAutoCommit(false);
        return transaction.execute(sql);
    }

    /** Executes a statement that may wait as usual. */
    public OtherTransaction execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return this;
    }

    /** Executes a statement that must not wait until PostgreSQL looks for a deadlock. */
    public OtherTransaction executeSoon(String sql) throws SQLException {
        return execute("SET LOCAL lock_timeout = '500ms'; " + sql);
    }

    /** Waits until another session waits for this transaction. */
    public void awaitBlocks() {
        Program.await("a session that waits for this one", this::blocks);
    }

    private boolean blocks() {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))")) {
            row.next();
            return row.getBoolean(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void rollback() throws SQLException {
        connection.rollback();
    }

    public void commit() throws SQLException {
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
        database.close();
    }

    /** Waits until as many statements of the service's database wait for locks. */
    public static void awaitWaiting(Service service, int statements) {
        awaitWaiting(() -> service.query(WAITING), statements);
    }

    /**
     * Waits until as many statements of another database wait for locks.
     *
     * @param query runs {@link #WAITING} there
     */
    public static void awaitWaiting(Supplier<String> query, int statements) {
        Program.await(
                statements + " statements that wait for a lock",
                () -> query.get().equals(Integer.toString(statements)));
    }
}
