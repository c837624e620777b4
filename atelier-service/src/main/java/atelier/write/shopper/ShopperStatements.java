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
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs the statements of shoppers' writes on threads and connections of their own, so that neither reads nor worker threads wait when
 * the database hangs. Nothing is repeated: a client whose connection was lost cannot know whether its write was stored, and neither can
 * this class.
 */
public final class ShopperStatements implements Managed {
    /** Some seconds of work. More would be refused after the wait anyway. */
    static final int MOST_WAITING = 1_024;

    private static final int STOP_SECONDS = 5;
    private static final int LOOK_MILLISECONDS = 50;

    private final ManagedPooledDataSource connections;
    private final LostConnections lost;
    private final ThreadPoolExecutor threads;
    private final Set<Pending<?, ?>> unfinished = ConcurrentHashMap.newKeySet();
    private final BackgroundThread deadlines;
    private final Limits limits;

    /**
     * How long a client waits.
     *
     * @param turn until its statement begins
     * @param read until the response to a read
     * @param write until the response to a write, which knows until then whether the write was stored
     */
    public record Limits(Duration turn, Duration read, Duration write) {}

    /** Work on a connection that commits each statement. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    private ShopperStatements(ManagedPooledDataSource connections, int threads, Limits limits, Metrics metrics) {
        this.connections = connections;
        this.lost = new LostConnections(connections::purge, 1);
        this.limits = limits;
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
        this.deadlines = new BackgroundThread("shopper-write-deadlines", this::enforceLimits, metrics);
    }

    /**
     * Creates the pool and the threads, which the environment stops.
     *
     * @param threads how many statements run at once
     */
    public static ShopperStatements open(
            Database database, int threads, Limits limits, Environment environment, Metrics metrics) {
        ManagedPooledDataSource pool =
                (ManagedPooledDataSource) database.shopperPool(threads).build(environment.metrics(), "shoppers");
        pool.getPoolProperties().setUseStatementFacade(false);
        PoolMetrics.register(
                "shopper_pool_connections",
                "Open connections of the pool for shoppers' writes, by state.",
                pool,
                metrics);
        ShopperStatements statements = new ShopperStatements(pool, threads, limits, metrics);
        metrics.gauge(
                "shopper_writes_waiting",
                "Shoppers' writes that wait for a connection.",
                () -> statements.unfinished.stream().filter(Pending::isWaiting).count());
        environment.lifecycle().manage(pool);
        environment.lifecycle().manage(statements);
        return statements;
    }

    /**
     * Writes as soon as a connection is free. The future ends after the commit, on the thread that ran the work. It fails with an
     * {@code SQLException} if the work did not begin in time, or the database is unavailable or too slow; then nobody knows whether the
     * work was stored.
     */
    public <T> CompletableFuture<T> run(Work<T> work) {
        return run(work, limits.write);
    }

    /** Reads as soon as a connection is free, within the shorter limit of reads. */
    public <T> CompletableFuture<T> read(Work<T> work) {
        return run(work, limits.read);
    }

    private <T> CompletableFuture<T> run(Work<T> work, Duration limit) {
        Pending<Work<T>, T> pending = pending(work, limit, late -> threads.remove(new Task<>(this, late)));
        try {
            threads.execute(new Task<>(this, pending));
        } catch (RejectedExecutionException full) {
            pending.fail(full());
        }
        return pending.result();
    }

    /** Creates writes of one kind, which share statements. */
    public <W> BatchedWrites<W> batched(BatchedWrites.Statement<W> statement) {
        return new BatchedWrites<>(this, statement, Math.max(1, threads.getCorePoolSize() - 1));
    }

    /** Returns a write that waits from now on, and is refused at its limits. */
    <W, T> Pending<W, T> pending(W write, Consumer<Pending<W, T>> withdraw) {
        return pending(write, limits.write, withdraw);
    }

    private <W, T> Pending<W, T> pending(W work, Duration limit, Consumer<Pending<W, T>> withdraw) {
        Pending<W, T> pending = new Pending<>(work, limit, withdraw);
        unfinished.add(pending);
        return pending;
    }

    static SQLException full() {
        return new SQLTransientConnectionException(MOST_WAITING + " writes are waiting for the database already");
    }

    /** Runs a task when a thread is free. */
    void execute(Runnable task) throws RejectedExecutionException {
        threads.execute(task);
    }

    /** Returns whether anything waits for a thread. */
    boolean isAnyWaiting() {
        return !threads.isShutdown() && !threads.getQueue().isEmpty();
    }

    <T> T onConnection(Work<T> work) throws SQLException {
        try (Connection connection = connections.getConnection()) {
            return work.run(connection);
        } catch (SQLException e) {
            lost.purgeIfLost(e);
            throw e;
        }
    }

    @Override
    public void start() {
        deadlines.start();
    }

    private void enforceLimits() throws InterruptedException {
        unfinished.forEach(pending -> pending.enforceLimits(limits.turn));
        unfinished.removeIf(pending -> pending.result().isDone());
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLISECONDS);
    }

    private record Task<T>(ShopperStatements statements, Pending<Work<T>, T> pending) implements Runnable {
        @Override
        public void run() {
            if (pending.begin()) {
                try {
                    pending.succeed(statements.onConnection(pending.work()));
                } catch (SQLException | RuntimeException | Error e) {
                    pending.fail(e);
                }
            }
        }
    }

    /** Waits for the writes that have begun or wait in the queue. */
    @Override
    public void stop() throws InterruptedException {
        deadlines.stop();
        threads.shutdown();
        if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            threads.shutdownNow();
        }
    }
}
