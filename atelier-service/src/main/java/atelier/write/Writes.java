package atelier.write;

import atelier.database.Database;
import atelier.database.DatabaseSettings;
import atelier.database.PoolMetrics;
import atelier.database.SlowStatements;
import atelier.metrics.Metrics;
import com.github.benmanes.caffeine.cache.Ticker;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.ManagedPooledDataSource;
import java.util.concurrent.ArrayBlockingQueue;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/** Installs what the writes of every feature need: the check of tokens, the shape of validation errors, and a connection pool. */
public final class Writes {
    /** So that the writes of both kinds never block more than half of the worker threads. */
    private static final int WORKERS_PER_WAITING = 4;

    /** As many as there are connections. */
    private static final int READERS = 2;

    private static final int MOST_READS = 16;

    private Writes() {}

    /**
     * Installs it, and returns the transactions that edits run in.
     *
     * @param limits how long requests wait for the database, and which transactions are logged as slow
     * @param workers how many worker threads there are
     * @throws atelier.cli.OperatorException if a token is malformed
     */
    public static WriteTransactions install(
            WriteSettings settings,
            Database database,
            DatabaseSettings limits,
            int workers,
            Environment environment,
            Metrics metrics) {
        TokenGate gate = new TokenGate(new Tokens(settings), Ticker.systemTicker());
        environment.jersey().register(new WriterFilter(gate));
        environment.jersey().register(new TokenNeededFilter(gate));
        environment.jersey().register(new InvalidFieldsException.Mapper());
        environment.getApplicationContext().insertHandler(new WriterHandler(gate));
        ManagedPooledDataSource pool =
                (ManagedPooledDataSource) database.writePool().build(environment.metrics(), "changes");
        PoolMetrics.register(
                "change_pool_connections",
                "Open connections of the pool for changes, by state. It exists if WRITE_TOKENS is set.",
                pool,
                metrics);
        environment.lifecycle().manage(pool);
        Jdbi jdbi = Jdbi.create(pool).installPlugin(new SqlObjectPlugin());
        jdbi.registerArrayType(Integer.class, "integer").registerArrayType(String.class, "text");
        return new WriteTransactions(
                "edit",
                new WriteTransactions.Shared(
                        jdbi,
                        Math.max(1, workers / WORKERS_PER_WAITING),
                        environment
                                .lifecycle()
                                .executorService("change-read-%d")
                                .minThreads(READERS)
                                .maxThreads(READERS)
                                .workQueue(new ArrayBlockingQueue<>(MOST_READS))
                                .build(),
                        limits.readLimit(),
                        metrics.timer(
                                "change_transaction_duration_seconds",
                                "Changes, successful or not, with their waits for a connection and for each other."),
                        new SlowStatements(
                                "WriteTransactions.run",
                                "all of its statements",
                                limits.slowStatement(),
                                metrics.counter(
                                        "slow_change_transactions",
                                        "Changes that took longer than SLOW_STATEMENT, logged or not.")),
                        metrics));
    }
}
