package atelier.database;

import atelier.metrics.Metrics;
import com.codahale.metrics.Timer;
import io.dropwizard.util.Duration;

/** The metrics and the log of a statement, or of all statements of a write. */
public final class StatementMetrics {
    private static final String LABEL = "statement";

    private StatementMetrics() {}

    /** Returns the timer of a statement. */
    public static Timer timer(String statement, Metrics metrics) {
        return metrics.timer(
                "database_statement_duration_seconds",
                "Statements. The quantiles are of a sample; those of several nodes cannot be combined.",
                LABEL,
                statement);
    }

    /**
     * Returns the log of a statement's slow executions, which counts them too.
     *
     * @param sql the end of each log line
     * @param limit executions that take longer are slow; 0 logs and counts none
     */
    public static SlowStatements slow(String statement, String sql, Duration limit, Metrics metrics) {
        return new SlowStatements(
                statement,
                sql,
                limit,
                metrics.counter(
                        "database_slow_statements",
                        "Statements that took longer than SLOW_STATEMENT, logged or not.",
                        LABEL,
                        statement));
    }
}
