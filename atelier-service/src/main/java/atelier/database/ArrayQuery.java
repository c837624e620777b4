package atelier.database;

import atelier.metrics.Metrics;
import com.codahale.metrics.Timer;
import io.dropwizard.util.Duration;
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
 * A query that does many lookups at once; array parameters hold the keys.
 *
 * <p>Jdbi only opens and closes the connection: its SqlObject and fluent statements cost the service several times as much as the
 * driver's own (docs/performance.md).
 *
 * @param <R> the type of a row
 */
public final class ArrayQuery<R> {
    private final Jdbi jdbi;
    private final Timer timer;
    private final String sql;
    private final Row<R> row;
    private final SlowStatements slow;

    /** Reads the current row of a result. */
    @FunctionalInterface
    public interface Row<R> {
        R of(ResultSet result) throws SQLException;
    }

    /**
     * Creates a query.
     *
     * @param dao with {@code method} the name of its metrics and log lines
     * @param limit executions that take longer are logged; 0 logs none
     */
    public ArrayQuery(Jdbi jdbi, Class<?> dao, String method, String sql, Row<R> row, Duration limit, Metrics metrics) {
        this.jdbi = jdbi;
        String name = dao.getSimpleName() + '.' + method;
        this.timer = metrics.timer(
                "database_statement_duration_seconds",
                "Statements. The quantiles are of a sample; those of several nodes cannot be combined.",
                "statement",
                name);
        this.sql = sql;
        this.row = row;
        this.slow = new SlowStatements(
                name,
                sql,
                limit,
                metrics.counter(
                        "database_slow_statements",
                        "Statements that took longer than SLOW_STATEMENT, logged or not.",
                        "statement",
                        name));
    }

    /**
     * Returns all rows.
     *
     * @param parameters {@code String} or {@code Integer[]}
     * @throws UnableToExecuteStatementException if the database fails
     */
    public List<R> list(Object... parameters) {
        long start = System.nanoTime();
        int lookups = 0;
        try (Handle handle = jdbi.open();
                PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                if (parameters[i] instanceof Integer[] numbers) {
                    lookups = numbers.length;
                    statement.setArray(i + 1, statement.getConnection().createArrayOf("integer", numbers));
                } else {
                    statement.setString(i + 1, (String) parameters[i]);
                }
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
            slow.record(duration, lookups);
        }
    }
}
