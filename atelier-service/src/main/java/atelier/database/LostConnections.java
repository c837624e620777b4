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
 * Repeats reads whose pooled connection was lost because a server stopped or restarted. Another server, or the restarted one, may
 * answer the next attempt.
 */
public final class LostConnections {
    private static final Logger LOGGER = LoggerFactory.getLogger(LostConnections.class);

    /** A server that took this long hangs rather than being gone, and another attempt would hang too. */
    private static final long QUICK_NANOSECONDS = TimeUnit.SECONDS.toNanos(1);

    /**
     * SQL states of a closed connection, and of a server that refuses connections while it starts or stops (PostgreSQL's manual,
     * appendix A).
     */
    private static final List<String> LOST = List.of("08", "57P01", "57P02", "57P03");

    /** A standby cancelled the statement, because it conflicts with a change to be replayed. */
    private static final String CONFLICT = "40001";

    /** Connection failure. */
    private static final String NEVER_USED = "08006";

    private final ManagedPooledDataSource pool;
    private final int servers;

    /**
     * Creates the retries for a pool.
     *
     * @param servers the number of servers behind the pool; each may be lost during one read
     */
    public LostConnections(ManagedPooledDataSource pool, int servers) {
        this.pool = pool;
        this.servers = servers;
    }

    /** Runs a read, and repeats it on a new connection if the connection was lost. */
    public <T> T retry(Supplier<T> read) {
        long start = System.nanoTime();
        for (int lost = 0; ; lost++) {
            try {
                return read.get();
            } catch (RuntimeException e) {
                String state = state(e);
                if (LOST.stream().anyMatch(state::startsWith)) {
                    // The pool's other connections to that server are lost too.
                    pool.purge();
                } else if (!state.equals(CONFLICT)) {
                    throw e;
                }
                if (lost == servers || System.nanoTime() - start > QUICK_NANOSECONDS) {
                    throw e;
                }
                LOGGER.info("Repeating a read whose connection was lost: {}", e.getMessage());
            }
        }
    }

    /** Returns the SQL state; empty if there is none. */
    private static String state(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof PoolExhaustedException) {
                return "";
            }
            if (cause instanceof SQLException failure) {
                // The pool reports no state for a new connection that ends before its first use.
                return failure.getSQLState() == null ? NEVER_USED : failure.getSQLState();
            }
        }
        return "";
    }
}
