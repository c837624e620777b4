package atelier.write;

import atelier.database.Database;
import atelier.database.PoolMetrics;
import atelier.metrics.Metrics;
import com.github.benmanes.caffeine.cache.Ticker;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.ManagedPooledDataSource;
import io.dropwizard.util.Duration;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/** Installs what the writes of every feature need: the check of tokens, the shape of validation errors, and a connection pool. */
public final class Writes {
    private Writes() {}

    /**
     * Installs it, and returns the transactions that features run their writes in.
     *
     * @param slow transactions that take longer are logged; 0 logs none
     * @throws atelier.cli.OperatorException if a token is malformed
     */
    public static WriteTransactions install(
            WriteSettings settings, Database database, Duration slow, Environment environment, Metrics metrics) {
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
        return new WriteTransactions(jdbi, slow, metrics);
    }
}
