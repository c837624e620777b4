package atelier.database;

import io.dropwizard.db.ManagedPooledDataSource;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.tomcat.jdbc.pool.PoolExhaustedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes up for connections that the pool has lost without knowing it, because a server was stopped or restarted: another
 * server may answer, or the same one again.
 */
public final class LostConnections {
    private static final Logger LOGGER = LoggerFactory.getLogger(LostConnections.class);

    /** A server that let a request wait for so long is not gone but stuck, and another attempt would be stuck as well. */
    private static final long QUICK_NANOSECONDS = TimeUnit.SECONDS.toNanos(1);

    /**
     * SQL states of a connection that is or gets closed, or that a server refuses while it starts or stops. PostgreSQL's
     * manual, appendix A.
     */
    private static final List<String> LOST = List.of("08", "57P01", "57P02", "57P03");

    /** A standby ended the statement, because it has to replay a change that contradicts it. */
    private static final String CONFLICT = "40001";

    /** Connection failure. */
    private static final String NEVER_USED = "08006";

    private final ManagedPooledDataSource pool;
    private final int servers;

    /**
     * Returns one for the connections of a pool.
     *
     * @param servers how many servers its connections lead to; each of them may be lost while one thing is read
     */
    public LostConnections(ManagedPooledDataSource pool, int servers) {
        this.pool = pool;
        this.servers = servers;
    }

    /** Returns what is read; if the connection was lost, at another attempt, on a new connection. */
    public <T> T retry(Supplier<T> read) {
        long start = System.nanoTime();
        for (int lost = 0; ; lost++) {
            try {
                return read.get();
            } catch (RuntimeException e) {
                String state = state(e);
                if (LOST.stream().anyMatch(state::startsWith)) {
                    // Where one was lost the others to the same server were too.
                    pool.purge();
                } else if (!state.equals(CONFLICT)) {
                    throw e;
                }
                if (lost == servers || System.nanoTime() - start > QUICK_NANOSECONDS) {
                    throw e;
                }
                LOGGER.info("Reading again: {}", e.getMessage());
            }
        }
    }

    /** Returns the SQL state; empty if it failed for another reason. */
    private static String state(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof PoolExhaustedException) {
                return "";
            }
            if (cause instanceof SQLException failure) {
                // The pool names no state when a new connection ends before it can be used.
                return failure.getSQLState() == null ? NEVER_USED : failure.getSQLState();
            }
        }
        return "";
    }
}
