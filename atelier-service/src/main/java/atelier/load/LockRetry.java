package atelier.load;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Repeats transactions that need exclusive locks, until they get them. Between the attempts, others get their locks, so no reader waits for
 * more than a moment.
 */
final class LockRetry {
    /** Shorter than PostgreSQL's deadlock_timeout, so that the import steps back before it cancels another statement. */
    private static final String LOCK_TIMEOUT = "200ms";

    /** Ends the session, and so its locks, if the import vanishes before COMMIT. */
    private static final String IDLE_TIMEOUT = "5s";

    private static final String UNAVAILABLE_LOCK = "55P03";

    private final Connection connection;
    private final Duration wait;

    LockRetry(Connection connection, Duration wait) {
        this.connection = connection;
        this.wait = wait;
    }

    /**
     * Runs a step and commits.
     *
     * @throws SQLException that {@link #isUnavailable} recognises if it has not got its locks in time, or any other failure
     */
    void run(Step step) throws SQLException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            try (Statement limits = connection.createStatement()) {
                limits.execute("SET LOCAL lock_timeout = '" + LOCK_TIMEOUT + "';"
                        + " SET LOCAL idle_in_transaction_session_timeout = '" + IDLE_TIMEOUT + "'");
                step.run();
                connection.commit();
                return;
            } catch (SQLException e) {
                if (!isUnavailable(e)) {
                    // The connection may be lost, and with it the answer to COMMIT.
                    throw e;
                }
                connection.rollback();
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                pause();
            }
        }
    }

    /** Whether others did not release a lock in time. */
    static boolean isUnavailable(SQLException failure) {
        return UNAVAILABLE_LOCK.equals(failure.getSQLState());
    }

    static void pause() throws SQLException {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("Interrupted while waiting for the switch", e);
        }
    }

    /** A part of a transaction. */
    interface Step {
        void run() throws SQLException;
    }
}
