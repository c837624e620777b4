package atelier.operations.monitoring;

import atelier.operations.monitoring.BridgedMetric.Kind;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;

/**
 * What Dropwizard's registry has of the pools, the cache, the catalogue and the log, under names that alerts can be written with.
 *
 * <p>Only what is listed here: if every name were translated, some would be there twice, and each scrape would fail for it.
 * {@code /metrics} has the rest.
 */
final class DropwizardMetrics implements MultiCollector {
    private static final String POOL = "io\\.dropwizard\\.db\\.ManagedPooledDataSource\\.database\\.";
    private static final String CHANGE_POOL = "io\\.dropwizard\\.db\\.ManagedPooledDataSource\\.changes\\.";
    private static final String CHANGE = "atelier\\.product\\.edit\\.EditTransaction\\.run";
    private static final String BATCHES = "atelier\\.serve\\.Batches\\.(\\w+)\\.";
    private static final String THREADS = "org\\.eclipse\\.jetty\\.util\\.thread\\.QueuedThreadPool\\.(dw|dw-admin)\\.";
    private static final String CACHE = "atelier\\.serve\\.ResponseCache\\.";
    private static final String CATALOGUE = "atelier\\.product\\.CatalogueWatch\\.(.+)\\.";

    private static final List<BridgedMetric> METRICS = List.of(
            BridgedMetric.of(Kind.GAUGE, "database_pool_connections", POOL + "(active|idle)", "state")
                    .help("Open connections of the pool, by whether a request has them."),
            BridgedMetric.of(Kind.GAUGE, "database_questions_waiting", BATCHES + "waiting", "kind")
                    .help("Requests that wait for a statement to end; the next one asks for up to 32 of them at once."),
            BridgedMetric.of(Kind.COUNTER, "database_questions_refused", BATCHES + "refused", "kind")
                    .help("Requests that were answered 503 because none of the statements ended in time."),
            BridgedMetric.of(
                            Kind.SUMMARY,
                            "database_statement_duration_seconds",
                            "atelier\\.\\w+\\.(\\w+Dao\\.\\w+)",
                            "statement")
                    .help("Statements. The quantiles are of a sample, and those of several nodes cannot be combined."),
            BridgedMetric.of(
                            Kind.COUNTER,
                            "database_slow_statements",
                            "atelier\\.\\w+\\.(\\w+Dao\\.\\w+)\\.slow",
                            "statement")
                    .help("Statements that took longer than SLOW_STATEMENT, whether they were logged or left out."),
            BridgedMetric.of(Kind.GAUGE, "change_pool_connections", CHANGE_POOL + "(active|idle)", "state")
                    .help(
                            "Open connections of the pool for changes, by whether one has them; there is none unless WRITE_TOKENS is set."),
            BridgedMetric.of(Kind.SUMMARY, "change_transaction_duration_seconds", CHANGE)
                    .help("Changes, whatever came of them, with their wait for a connection and for each other."),
            BridgedMetric.of(Kind.COUNTER, "slow_change_transactions", CHANGE + "\\.slow")
                    .help("Changes that took longer than SLOW_STATEMENT, whether they were logged or left out."),
            BridgedMetric.of(Kind.GAUGE, "jetty_threads", THREADS + "size", "pool")
                    .help("Threads, busy or not: dw answers the API, dw-admin operators."),
            BridgedMetric.of(Kind.GAUGE, "jetty_threads_busy_ratio", THREADS + "utilization-max", "pool")
                    .help("Busy threads as a share of those that the pool may have."),
            BridgedMetric.of(Kind.GAUGE, "jetty_queued_jobs", THREADS + "jobs", "pool")
                    .help("What waits for a thread."),
            BridgedMetric.of(
                            Kind.GAUGE,
                            "jetty_active_requests",
                            "io\\.dropwizard\\.jetty\\.MutableServletContextHandler\\.active-requests")
                    .help("Requests to the API that are being answered."),
            BridgedMetric.of(Kind.COUNTER, "answer_cache_requests", CACHE + "(hits|misses)", "result")
                    .help("Questions to the answer cache, by what it had; those of the warm-up are among them."),
            BridgedMetric.of(Kind.COUNTER, "answer_cache_evictions", CACHE + "evictions")
                    .help("Answers that had to make room for others."),
            BridgedMetric.of(Kind.GAUGE, "answer_cache_entries", CACHE + "entries")
                    .help("Answers in the cache."),
            BridgedMetric.of(Kind.GAUGE, "answer_cache_bytes", CACHE + "bytes").help("What they take."),
            BridgedMetric.of(Kind.GAUGE, "catalogue_imported_timestamp_seconds", CATALOGUE + "imported", "server")
                    .help("When the catalogue of each server of the database was imported; 0 until one has been seen."),
            BridgedMetric.of(Kind.GAUGE, "catalogue_in_sight", CATALOGUE + "in-sight", "server")
                    .help("1 while a new catalogue of that server would be noticed; 0 while it is away."),
            BridgedMetric.of(
                            Kind.COUNTER,
                            "log_messages",
                            "ch\\.qos\\.logback\\.core\\.Appender\\.(error|warn|info|debug|trace)",
                            "level")
                    .help("Messages to the log."),
            BridgedMetric.of(
                            Kind.COUNTER,
                            "request_log_dropped",
                            "atelier\\.operations\\.logging\\.RequestLines\\.dropped")
                    .help("Requests without a line in the log, because nobody took the lines before it."));

    private final MetricRegistry registry;

    DropwizardMetrics(MetricRegistry registry) {
        this.registry = registry;
    }

    @Override
    public List<String> getPrometheusNames() {
        return METRICS.stream().map(BridgedMetric::name).toList();
    }

    @Override
    public MetricSnapshots collect() {
        Map<String, Metric> metrics = registry.getMetrics();
        return new MetricSnapshots(
                METRICS.stream().map(metric -> metric.of(metrics)).toList());
    }
}
