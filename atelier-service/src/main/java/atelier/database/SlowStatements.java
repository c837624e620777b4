package atelier.database;

import com.codahale.metrics.Counter;
import io.dropwizard.util.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells in the log which statements of a kind, or transactions, took long, without the values that were asked for.
 *
 * <p>One line a second and no more: a database in trouble would not get better by it, nor whoever reads the log.
 */
public final class SlowStatements {
    private static final Logger LOGGER = LoggerFactory.getLogger(SlowStatements.class);
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(1);

    private final String statement;
    private final String sql;
    private final long limit;
    private final Counter slow;
    private final AtomicLong silentUntil = new AtomicLong(System.nanoTime());
    private final AtomicLong leftOut = new AtomicLong();

    /**
     * Watches one statement.
     *
     * @param statement its name in the log
     * @param sql the end of each log line
     * @param limit the longest time that is not slow; 0 means that nothing is slow
     * @param slow counts the slow executions
     */
    public SlowStatements(String statement, String sql, Duration limit, Counter slow) {
        this.statement = statement;
        this.sql = sql.strip().replaceAll("\\s+", " ");
        this.limit = limit.toNanoseconds() == 0 ? Long.MAX_VALUE : limit.toNanoseconds();
        this.slow = slow;
    }

    /** Takes note of one that has ended, or was given up. */
    public void note(long nanoseconds, int questions) {
        if (nanoseconds <= limit) {
            return;
        }
        slow.inc();
        long now = System.nanoTime();
        long until = silentUntil.get();
        if (now - until < 0 || !silentUntil.compareAndSet(until, now + SILENCE)) {
            leftOut.incrementAndGet();
            return;
        }
        LOGGER.warn(
                "{} took {} ms (questions: {}, slow ones left out before it: {}): {}",
                statement,
                TimeUnit.NANOSECONDS.toMillis(nanoseconds),
                questions,
                leftOut.getAndSet(0),
                sql);
    }
}
