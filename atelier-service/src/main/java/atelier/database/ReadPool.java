package atelier.database;

import atelier.metrics.Metrics;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedPooledDataSource;
import io.dropwizard.jdbi3.JdbiFactory;
import io.dropwizard.jdbi3.JdbiHealthCheck;
import io.dropwizard.util.Duration;
import org.jdbi.v3.core.Jdbi;

/** The connections through which GET requests query the database, and the limits of these queries. */
public record ReadPool(Jdbi jdbi, LostConnections lostConnections, Limits limits, Metrics metrics) {
    private static final String HEALTH_CHECK = "database";

    /**
     * The limits of queries for requests.
     *
     * @param queries how many queries of one kind run at once
     * @param poolWait how long a request waits for its query to start
     * @param readLimit how long a request waits for its response in all
     * @param slowStatement the longest time of a query that is not logged; 0 logs none
     */
    public record Limits(int queries, Duration poolWait, Duration readLimit, Duration slowStatement) {}

    /** Opens the pool of cached reads, which the environment closes. */
    public static ReadPool open(
            Database database, DatabaseSettings settings, Environment environment, Metrics metrics) {
        DataSourceFactory factory = database.requestPool();
        ManagedPooledDataSource pool = build(factory, "database", environment);
        PoolMetrics.register("database_pool_connections", "Open connections of the pool, by state.", pool, metrics);
        Jdbi jdbi = new JdbiFactory().build(environment, factory, pool, HEALTH_CHECK);
        boundHealthCheck(jdbi, factory, settings, environment);
        return of(jdbi, pool, database, settings, settings.statementsOfAKind(), metrics);
    }

    /** A check that takes longer than a read may has failed: reads get 503. Dropwizard would wait for five seconds. */
    private static void boundHealthCheck(
            Jdbi jdbi, DataSourceFactory factory, DatabaseSettings settings, Environment environment) {
        environment.healthChecks().unregister(HEALTH_CHECK);
        environment
                .healthChecks()
                .register(
                        HEALTH_CHECK,
                        new JdbiHealthCheck(
                                environment.getHealthCheckExecutorService(),
                                settings.readLimit(),
                                jdbi,
                                factory.getValidationQuery()));
    }

    /**
     * Opens the pool of reads that are never cached, which the environment closes.
     *
     * <p>It is a pool of its own, so that these reads take no connection from the others. It leads to the primary, because a standby has
     * each write only a moment later. A node without a primary serves all other reads, so no health check watches this pool.
     */
    public static ReadPool openFresh(
            Database database, DatabaseSettings settings, Environment environment, Metrics metrics) {
        ManagedPooledDataSource pool = build(database.freshPool(), "fresh", environment);
        PoolMetrics.register(
                "database_fresh_pool_connections",
                "Open connections of the pool for reads that are never cached, by state.",
                pool,
                metrics);
        environment.lifecycle().manage(pool);
        return of(Jdbi.create(pool), pool, database, settings, settings.freshStatementsOfAKind(), metrics);
    }

    private static ManagedPooledDataSource build(DataSourceFactory factory, String name, Environment environment) {
        ManagedPooledDataSource pool = (ManagedPooledDataSource) factory.build(environment.metrics(), name);
        // The facade calls each statement by reflection, to close statements that the caller forgot. Our code closes
        // each statement itself.
        pool.getPoolProperties().setUseStatementFacade(false);
        return pool;
    }

    private static ReadPool of(
            Jdbi jdbi,
            ManagedPooledDataSource pool,
            Database database,
            DatabaseSettings settings,
            int statementsOfAKind,
            Metrics metrics) {
        return new ReadPool(
                jdbi,
                new LostConnections(pool::purge, database.servers().size()),
                new Limits(statementsOfAKind, settings.poolWait(), settings.readLimit(), settings.slowStatement()),
                metrics);
    }
}
