package atelier.database;

import atelier.logging.RateLimitedLog;
import com.codahale.metrics.Counter;
import io.dropwizard.util.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs and counts the slow executions of a statement or transaction, without its parameters. */
public final class SlowStatements {
    private static final Logger LOGGER = LoggerFactory.getLogger(SlowStatements.class);

    private final RateLimitedLog log = new RateLimitedLog();
    private final String statement;
    private final String sql;
    private final long limit;
    private final Counter slow;

    /**
     * Watches one statement.
     *
     * @param statement its name in the log
     * @param sql the end of each log line
     * @param limit executions that take longer are slow; 0 logs and counts none
     * @param slow counts the slow executions
     */
    public SlowStatements(String statement, String sql, Duration limit, Counter slow) {
        this.statement = statement;
        this.sql = sql.strip().replaceAll("\\s+", " ");
        this.limit = limit.toNanoseconds() == 0 ? Long.MAX_VALUE : limit.toNanoseconds();
        this.slow = slow;
    }

    /**
     * Records an execution that ended or failed.
     *
     * @param lookups how many lookups the statement did at once
     */
    public void record(long nanoseconds, int lookups) {
        if (nanoseconds <= limit) {
            return;
        }
        slow.inc();
        log.log(suppressed -> LOGGER.warn(
                "{} took {} ms (lookups: {}, slow executions since the last line: {}): {}",
                statement,
                TimeUnit.NANOSECONDS.toMillis(nanoseconds),
                lookups,
                suppressed,
                sql));
    }
}
