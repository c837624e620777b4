package atelier.database;

import com.codahale.metrics.Timer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * A query that reads the rows of many requests at once: its parameters are arrays.
 *
 * <p>Jdbi only opens and closes the connection. A declared or fluent statement of Jdbi costs the service several times as much as
 * PostgreSQL's driver does (docs/performance.md).
 *
 * @param <R> what a row becomes
 */
public final class ArrayQuery<R> {
    private final Jdbi jdbi;
    private final Timer timer;
    private final String sql;
    private final Row<R> row;
    private final SlowStatements slow;

    /** Maps the current row of a result. */
    @FunctionalInterface
    public interface Row<R> {
        R of(ResultSet result) throws SQLException;
    }

    /** Takes the current row of a result. Returns whether it takes further rows. */
    @FunctionalInterface
    public interface Taker {
        boolean take(ResultSet result) throws SQLException;
    }

    /**
     * Creates a query with a timer.
     *
     * @param dao with {@code method}, the name of its metrics and in its log lines
     */
    public ArrayQuery(ReadPool pool, Class<?> dao, String method, String sql, Row<R> row) {
        this.jdbi = pool.jdbi();
        String name = dao.getSimpleName() + '.' + method;
        this.timer = StatementMetrics.timer(name, pool.metrics());
        this.sql = sql;
        this.row = row;
        this.slow = StatementMetrics.slow(name, sql, pool.limits().slowStatement(), pool.metrics());
    }

    /**
     * Runs the query and returns all rows.
     *
     * @param arrays the parameters of the SQL
     * @throws UnableToExecuteStatementException for any failure of the database
     */
    public List<R> list(Integer[]... arrays) {
        List<R> found = new ArrayList<>();
        each(result -> found.add(row.of(result)), arrays[0].length, arrays);
        return found;
    }

    /**
     * Runs the query, whose rows are all in memory before the first is taken.
     *
     * @param lookups how many requests share the query
     * @param arrays the parameters of the SQL
     * @throws UnableToExecuteStatementException for any failure of the database
     */
    public void each(Taker taker, int lookups, Integer[]... arrays) {
        try (Handle handle = jdbi.open()) {
            run(handle, 0, taker, lookups, arrays);
        }
    }

    /**
     * Runs the query for one request, and reads its rows in parts until the taker has enough.
     *
     * @param rowsAtOnce how many rows are in memory
     * @param arrays the parameters of the SQL
     * @throws UnableToExecuteStatementException for any failure of the database
     */
    public void stream(int rowsAtOnce, Taker taker, Integer[]... arrays) {
        // In a transaction the driver fetches rows in parts.
        jdbi.useTransaction(handle -> run(handle, rowsAtOnce, taker, 1, arrays));
    }

    private void run(Handle handle, int rowsAtOnce, Taker taker, int lookups, Integer[]... arrays) {
        long start = System.nanoTime();
        try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
            statement.setFetchSize(rowsAtOnce);
            for (int i = 0; i < arrays.length; i++) {
                statement.setArray(i + 1, statement.getConnection().createArrayOf("integer", arrays[i]));
            }
            try (ResultSet result = statement.executeQuery()) {
                boolean more = true;
                while (more && result.next()) {
                    more = taker.take(result);
                }
            }
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException(e.getMessage(), e, null);
        } finally {
            long duration = System.nanoTime() - start;
            timer.update(duration, TimeUnit.NANOSECONDS);
            slow.record(duration, lookups);
        }
    }
}
