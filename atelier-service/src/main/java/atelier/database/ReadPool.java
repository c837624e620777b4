package atelier.database;

import atelier.metrics.Metrics;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedPooledDataSource;
import io.dropwizard.jdbi3.JdbiFactory;
import io.dropwizard.util.Duration;
import org.jdbi.v3.core.Jdbi;

/** The connections through which GET requests query the database, and the limits of these queries. */
public record ReadPool(Jdbi jdbi, LostConnections lostConnections, Limits limits, Metrics metrics) {
    /**
     * How much the database may do for requests.
     *
     * @param queries how many queries of one kind run at once
     * @param poolWait how long a request waits for its query to start
     * @param readLimit how long a request waits for its response in all
     * @param slowStatement the longest time of a query that is not logged; 0 logs none
     */
    public record Limits(int queries, Duration poolWait, Duration readLimit, Duration slowStatement) {}

    /** Opens the pool, which the environment closes. */
    public static ReadPool open(
            Database database, DatabaseSettings settings, Environment environment, Metrics metrics) {
        DataSourceFactory factory = database.requestPool();
        ManagedPooledDataSource pool = (ManagedPooledDataSource) factory.build(environment.metrics(), "database");
        // The facade calls each statement by reflection to close forgotten ones. Ours are closed where they are made.
        pool.getPoolProperties().setUseStatementFacade(false);
        PoolMetrics.register("database_pool_connections", "Open connections of the pool, by state.", pool, metrics);
        return new ReadPool(
                new JdbiFactory().build(environment, factory, pool, "database"),
                new LostConnections(pool::purge, database.servers().size()),
                new Limits(
                        settings.statementsOfAKind(),
                        settings.poolWait(),
                        settings.readLimit(),
                        settings.slowStatement()),
                metrics);
    }
}
