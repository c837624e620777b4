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
 * A statement that requests wait for, which answers many of them at once: arrays among its parameters hold their questions.
 *
 * <p>Jdbi opens and closes its connection and no more: a declared or fluent statement of its costs the service several times what
 * PostgreSQL's driver takes (docs/performance.md).
 *
 * @param <R> what becomes of a row
 */
public final class ArrayQuery<R> {
    private final Jdbi jdbi;
    private final Timer timer;
    private final String sql;
    private final Row<R> row;
    private final SlowStatements slow;

    /** Reads the row at which a result stands. */
    @FunctionalInterface
    public interface Row<R> {
        R of(ResultSet result) throws SQLException;
    }

    /**
     * Returns one that is timed.
     *
     * @param dao with {@code method}, what its metrics and its line in the log are called by
     * @param limit the longest time that is not logged; 0 logs none
     */
    public ArrayQuery(
            Jdbi jdbi, Class<?> dao, String method, String sql, Row<R> row, Duration limit, Metrics metrics) {
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
     * @param parameters texts, and arrays of whole numbers
     * @throws UnableToExecuteStatementException for any fault of the database's
     */
    public List<R> list(Object... parameters) {
        long start = System.nanoTime();
        int questions = 0;
        try (Handle handle = jdbi.open();
                PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                if (parameters[i] instanceof Integer[] numbers) {
                    questions = numbers.length;
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
            slow.note(duration, questions);
        }
    }
}
