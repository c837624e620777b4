package atelier.write;

import atelier.database.SlowStatements;
import atelier.metrics.Metrics;
import com.codahale.metrics.Timer;
import io.dropwizard.util.Duration;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;

/** Runs the transactions of writes. Bounds how many wait for the database, times all of them, and logs slow ones. */
public final class WriteTransactions {
    /** Each waiting write blocks one of the worker threads that reads need too. */
    private static final int MOST_WAITING = 8;

    private final Jdbi jdbi;
    private final Semaphore permits = new Semaphore(MOST_WAITING);
    private final Timer timer;
    private final SlowStatements slow;

    WriteTransactions(Jdbi jdbi, Duration limit, Metrics metrics) {
        this.jdbi = jdbi;
        this.timer = metrics.timer(
                "change_transaction_duration_seconds",
                "Changes, successful or not, with their waits for a connection and for each other.");
        this.slow = new SlowStatements(
                "WriteTransactions.run",
                "all of its statements",
                limit,
                metrics.counter(
                        "slow_change_transactions", "Changes that took longer than SLOW_STATEMENT, logged or not."));
    }

    /**
     * Runs work in a transaction.
     *
     * @throws SQLException if too many writes wait already, or the database fails or takes too long
     */
    public <T, X extends Exception> T run(HandleCallback<T, X> work) throws X, SQLException {
        if (!permits.tryAcquire()) {
            throw new SQLTransientConnectionException(MOST_WAITING + " writes are waiting for the database already");
        }
        // The time includes the wait for a connection and for earlier writes.
        long start = System.nanoTime();
        try {
            return jdbi.inTransaction(work);
        } finally {
            permits.release();
            long duration = System.nanoTime() - start;
            timer.update(duration, TimeUnit.NANOSECONDS);
            slow.record(duration, 1);
        }
    }
}
