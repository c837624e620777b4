package atelier.write;

import atelier.database.SlowStatements;
import atelier.metrics.Metrics;
import com.codahale.metrics.Counter;
import com.codahale.metrics.Timer;
import io.dropwizard.util.Duration;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;

/** Runs the transactions of one kind of writes. Bounds how many wait for the database, times all of them, and logs slow ones. */
public final class WriteTransactions {
    private final Shared shared;
    private final Semaphore permits;
    private final Counter refused;

    /**
     * What all kinds share.
     *
     * @param mostWaiting how many writes of a kind may wait: each blocks one of the worker threads that reads need too
     * @param readers the threads of reads, which a hanging database may block for seconds
     * @param readLimit how long a read waits for the database in all
     */
    record Shared(
            Jdbi jdbi,
            int mostWaiting,
            ExecutorService readers,
            Duration readLimit,
            Timer timer,
            SlowStatements slow,
            Metrics metrics) {}

    WriteTransactions(String kind, Shared shared) {
        this.shared = shared;
        this.permits = new Semaphore(shared.mostWaiting);
        this.refused = shared.metrics.counter(
                "change_transactions_refused",
                "Changes that failed with 503, because too many of their kind were waiting for the database.",
                "kind",
                kind);
    }

    /** Returns the transactions of another kind of writes, which waits apart from this one. */
    public WriteTransactions ofKind(String kind) {
        return new WriteTransactions(kind, shared);
    }

    /**
     * Runs work in a transaction.
     *
     * @throws SQLException if too many writes wait already, or the database fails or takes too long
     */
    public <T, X extends Exception> T run(HandleCallback<T, X> work) throws X, SQLException {
        if (!permits.tryAcquire()) {
            refused.inc();
            throw new SQLTransientConnectionException(
                    shared.mostWaiting + " changes are waiting for the database already");
        }
        // The time includes the wait for a connection and for earlier writes.
        long start = System.nanoTime();
        try {
            return shared.jdbi.inTransaction(work);
        } finally {
            permits.release();
            long duration = System.nanoTime() - start;
            shared.timer.update(duration, TimeUnit.NANOSECONDS);
            shared.slow.record(duration, 1);
        }
    }

    /**
     * Reads in a transaction. A proxy waits only as long as the limit of reads, so this ends by then even if the database hangs.
     *
     * @throws SQLException if too many reads wait already, or the database fails or takes too long
     */
    public <T> T read(HandleCallback<T, RuntimeException> work) throws SQLException {
        Future<T> result;
        try {
            result = shared.readers.submit(() -> run(work));
        } catch (RejectedExecutionException full) {
            refused.inc();
            throw new SQLTransientConnectionException("Too many reads are waiting for the database already", full);
        }
        try {
            return result.get(shared.readLimit.toMilliseconds(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            result.cancel(false);
            throw new SQLTransientConnectionException("The database did not respond in " + shared.readLimit, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("Interrupted while waiting for the database", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
