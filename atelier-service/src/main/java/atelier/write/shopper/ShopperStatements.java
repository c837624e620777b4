package atelier.write.shopper;

import atelier.database.Database;
import atelier.database.LostConnections;
import atelier.database.PoolMetrics;
import atelier.metrics.Metrics;
import atelier.threads.BackgroundThread;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.ManagedPooledDataSource;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.util.Duration;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Runs the statements of shoppers' writes on threads and connections of their own, so that neither reads nor worker threads wait when
 * the database hangs. Nothing is repeated: a client whose connection was lost cannot know whether its write was stored, and neither can
 * this class.
 */
public final class ShopperStatements implements Managed {
    /** Some seconds of work. More would be refused after the wait anyway. */
    private static final int MOST_WAITING = 1_024;

    private static final int STOP_SECONDS = 5;
    private static final int LOOK_MILLISECONDS = 50;

    private final ManagedPooledDataSource connections;
    private final LostConnections lost;
    private final ThreadPoolExecutor threads;
    private final BackgroundThread deadlines;
    private final Duration wait;

    /** Work on a connection that commits each statement. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    private ShopperStatements(ManagedPooledDataSource connections, int threads, Duration wait, Metrics metrics) {
        this.connections = connections;
        this.lost = new LostConnections(connections::purge, 1);
        this.wait = wait;
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                new ThreadFactoryBuilder()
                        .setDaemon(true)
                        .setNameFormat("shopper-write-%d")
                        .build());
        this.deadlines = new BackgroundThread("shopper-write-deadlines", this::enforceLimit, metrics);
    }

    /**
     * Creates the pool and the threads, which the environment stops.
     *
     * @param threads how many statements run at once
     * @param wait how long a write waits for its turn
     */
    public static ShopperStatements open(
            Database database, int threads, Duration wait, Environment environment, Metrics metrics) {
        ManagedPooledDataSource pool =
                (ManagedPooledDataSource) database.shopperPool(threads).build(environment.metrics(), "shoppers");
        pool.getPoolProperties().setUseStatementFacade(false);
        PoolMetrics.register(
                "shopper_pool_connections",
                "Open connections of the pool for shoppers' writes, by state.",
                pool,
                metrics);
        ShopperStatements statements = new ShopperStatements(pool, threads, wait, metrics);
        metrics.gauge(
                "shopper_writes_waiting",
                "Shoppers' writes that wait for a connection.",
                () -> statements.threads.getQueue().size());
        environment.lifecycle().manage(pool);
        environment.lifecycle().manage(statements);
        return statements;
    }

    /**
     * Runs work as soon as a connection is free. The future ends after the commit, on the thread that ran the work. It fails with an
     * {@code SQLException} if the work did not begin in time, or the database is unavailable or too slow; then nobody knows whether the
     * work was stored.
     */
    public <T> CompletableFuture<T> run(Work<T> work) {
        Task<T> task = new Task<>(work);
        try {
            threads.execute(task);
        } catch (RejectedExecutionException full) {
            task.result.completeExceptionally(
                    new SQLTransientConnectionException(MOST_WAITING + " writes are waiting for the database already"));
        }
        return task.result;
    }

    @Override
    public void start() {
        deadlines.start();
    }

    private void enforceLimit() throws InterruptedException {
        refuseLate();
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLISECONDS);
    }

    /** Refuses the writes that have waited too long. The oldest come first. */
    private void refuseLate() {
        for (Runnable waiting : threads.getQueue()) {
            if (!((Task<?>) waiting).expireIfOld()) {
                return;
            }
        }
    }

    private final class Task<T> implements Runnable {
        private final Work<T> work;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final AtomicBoolean begun = new AtomicBoolean();
        private final long since = System.nanoTime();

        Task(Work<T> work) {
            this.work = work;
        }

        @Override
        public void run() {
            if (begun.compareAndSet(false, true)) {
                T done = null;
                Throwable failure = null;
                try {
                    done = runOnConnection();
                } catch (SQLException | RuntimeException | Error e) {
                    failure = e;
                }
                end(done, failure);
            }
        }

        private T runOnConnection() throws SQLException {
            try (Connection connection = connections.getConnection()) {
                return work.run(connection);
            } catch (SQLException e) {
                lost.purgeIfLost(e);
                throw e;
            }
        }

        private void end(@Nullable T done, @Nullable Throwable failure) {
            if (failure == null) {
                result.complete(done);
            } else {
                result.completeExceptionally(failure);
            }
        }

        /** Returns whether the write has waited too long. */
        boolean expireIfOld() {
            if (System.nanoTime() - since < wait.toNanoseconds()) {
                return false;
            }
            if (begun.compareAndSet(false, true)) {
                threads.remove(this);
                end(null, new SQLTransientConnectionException("A write waited " + wait + " for its turn"));
            }
            return true;
        }
    }

    /** Lets the writes end that have begun or wait. */
    @Override
    public void stop() throws InterruptedException {
        deadlines.stop();
        threads.shutdown();
        if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            threads.shutdownNow();
        }
    }
}
