package atelier.database;

import atelier.metrics.Metrics;
import io.dropwizard.db.ManagedPooledDataSource;

/** The gauges of a connection pool. */
public final class PoolMetrics {
    private PoolMetrics() {}

    public static void register(String name, String help, ManagedPooledDataSource pool, Metrics metrics) {
        metrics.gauge(name, help, pool::getActive, "state", "active");
        metrics.gauge(name, help, pool::getIdle, "state", "idle");
    }
}
