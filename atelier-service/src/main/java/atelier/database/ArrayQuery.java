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
        long start = System.nanoTime();
        try (Handle handle = jdbi.open();
                PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
            for (int i = 0; i < arrays.length; i++) {
                statement.setArray(i + 1, statement.getConnection().createArrayOf("integer", arrays[i]));
            }
            List<R> found = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    found.add(row.of(result));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException(e.getMessage(), e, null);
        } finally {
            long duration = System.nanoTime() - start;
            timer.update(duration, TimeUnit.NANOSECONDS);
            slow.record(duration, arrays[0].length);
        }
    }
}
