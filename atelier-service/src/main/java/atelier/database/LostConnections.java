package atelier.database;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.tomcat.jdbc.pool.PoolExhaustedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a failed query runs again. A stopped or restarted server cuts connections, and the pool notices that only when it uses
 * them. Another server may respond, or the restarted one.
 */
public final class LostConnections {
    private static final Logger LOGGER = LoggerFactory.getLogger(LostConnections.class);

    /** A server that fails after this time hangs, and the next attempt would hang as well. */
    private static final long QUICK_NANOSECONDS = TimeUnit.SECONDS.toNanos(1);

    /**
     * SQL states of a closed connection, and of a server that starts or stops. PostgreSQL's manual, appendix A.
     */
    private static final List<String> LOST = List.of("08", "57P01", "57P02", "57P03");

    /** A standby cancelled the query, because it conflicts with a change that the standby has to replay. */
    private static final String CONFLICT = "40001";

    private static final String CONNECTION_FAILURE = "08006";

    private final Runnable purge;
    private final int servers;

    /**
     * Creates the rule for a pool.
     *
     * @param purge closes the idle connections of the pool
     * @param servers how many servers the connections lead to; one query may lose each of them
     */
    public LostConnections(Runnable purge, int servers) {
        this.purge = purge;
        this.servers = servers;
    }

    /**
     * Returns whether a query that failed with a lost connection may run again. Purges the pool, because the other connections to
     * the same server were lost too.
     *
     * @param attempt the number of the failed attempt, counted from 1
     * @param nanoseconds the time since the first attempt began
     */
    public boolean mayRetry(RuntimeException failure, int attempt, long nanoseconds) {
        boolean retry = (purgeIfLost(failure) || state(failure).equals(CONFLICT))
                && attempt <= servers
                && nanoseconds <= QUICK_NANOSECONDS;
        if (retry) {
            LOGGER.info("Running a query again: {}", failure.getMessage());
        }
        return retry;
    }

    /** Returns whether a failure was a lost connection. Then purges the pool, because the other connections to that server were lost too. */
    public boolean purgeIfLost(Throwable failure) {
        boolean isLost = LOST.stream().anyMatch(state(failure)::startsWith);
        if (isLost) {
            purge.run();
        }
        return isLost;
    }

    /** Returns the SQL state; empty if the failure has another reason. */
    private static String state(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof PoolExhaustedException) {
                return "";
            }
            if (cause instanceof SQLException failure) {
                // The pool reports no state when a new connection ends before its first use.
                return failure.getSQLState() == null ? CONNECTION_FAILURE : failure.getSQLState();
            }
        }
        return "";
    }
}
