package atelier.operations.dashboard;

import atelier.metrics.Metrics;
import com.codahale.metrics.Snapshot;
import com.codahale.metrics.Timer;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The node's metrics besides its requests. Reading these few by name is much cheaper than collecting all metrics. */
final class NodeMetrics {
    private static final String STATEMENTS = "database_statement_duration_seconds";
    private static final List<String> POOLS =
            List.of("database_pool_connections", "database_fresh_pool_connections", "shopper_pool_connections");

    private static final String IMPORTED = "catalogue_imported_timestamp_seconds";

    private final Metrics metrics;
    private final Map<String, DoubleSupplier> gauges = new HashMap<>();
    private final Map<String, DoubleSupplier> counters = new HashMap<>();
    private Map<String, Double> counted = Map.of();

    /** The durations of a statement in milliseconds. All of them, the longest too, are from a sample of its calls. */
    record Statement(String name, long calls, double p50, double p99, double longest) {
        private static Statement of(String name, Timer timer) {
            Snapshot sample = timer.getSnapshot();
            return new Statement(
                    name,
                    timer.getCount(),
                    sample.getMedian() / 1e6,
                    sample.get99thPercentile() / 1e6,
                    sample.getMax() / 1e6);
        }
    }

    /** @param imported in milliseconds since 1970; 0 until the node has seen a catalogue */
    record Catalogue(String server, long imported, boolean inSight) {}

    NodeMetrics(Metrics metrics) {
        this.metrics = metrics;
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        gauges.put("heapBytes", () -> memory.getHeapMemoryUsage().getUsed());
        gauges.put("threads", threads::getThreadCount);
        gauges.put("jobsQueued", () -> metrics.sum("jetty_queued_jobs", "pool", "dw"));
        gauges.put("requestsActive", () -> metrics.sum("jetty_active_requests"));
        gauges.put("connectionsActive", () -> connections("active"));
        gauges.put("connectionsIdle", () -> connections("idle"));
        gauges.put("lookupsWaiting", () -> metrics.sum("database_lookups_waiting"));
        gauges.put("writesWaiting", () -> metrics.sum("shopper_writes_waiting"));
        gauges.put("cacheEntries", () -> metrics.sum("response_cache_entries"));
        gauges.put("cacheBytes", () -> metrics.sum("response_cache_bytes"));
        counters.put("processorSeconds", () -> system.getProcessCpuTime() / 1e9);
        counters.put("collections", () -> collectors(GarbageCollectorMXBean::getCollectionCount));
        counters.put("collectionMilliseconds", () -> collectors(GarbageCollectorMXBean::getCollectionTime));
        counters.put("cacheHits", () -> metrics.sum("response_cache_requests", "result", "hits"));
        counters.put("cacheMisses", () -> metrics.sum("response_cache_requests", "result", "misses"));
        counters.put("lookupsRefused", () -> metrics.sum("database_lookups_refused"));
        counters.put("writes", () -> metrics.sum("shopper_writes", "outcome", "written"));
        counters.put("writesLimited", () -> metrics.sum("shopper_writes", "outcome", "limited"));
        counters.put("writesFailed", () -> metrics.sum("shopper_writes", "outcome", "failed"));
        counters.put(
                "writesRefused",
                () -> Stream.of("unknown", "off", "invalid")
                        .mapToDouble(outcome -> metrics.sum("shopper_writes", "outcome", outcome))
                        .sum());
    }

    private double connections(String state) {
        return POOLS.stream()
                .mapToDouble(pool -> metrics.sum(pool, "state", state))
                .sum();
    }

    /** Returns the gauges' values and the counters' growth since the last call; the first call returns no growth. */
    Map<String, Double> read() {
        Map<String, Double> now = new HashMap<>();
        counters.forEach((name, counter) -> now.put(name, counter.getAsDouble()));
        Map<String, Double> values = new TreeMap<>();
        gauges.forEach((name, gauge) -> values.put(name, gauge.getAsDouble()));
        now.forEach((name, count) -> values.put(name, count - counted.getOrDefault(name, count)));
        counted = now;
        return values;
    }

    List<Statement> statements() {
        return metrics.named(STATEMENTS).entrySet().stream()
                .map(metric -> Statement.of(metric.getKey().getValue(0), (Timer) metric.getValue()))
                .toList();
    }

    List<Catalogue> catalogues() {
        return metrics.named(IMPORTED).entrySet().stream()
                .map(metric -> {
                    String server = metric.getKey().getValue(0);
                    return new Catalogue(
                            server,
                            Math.round(1_000 * Metrics.value(metric.getValue())),
                            metrics.sum("catalogue_in_sight", "server", server) == 1);
                })
                .toList();
    }

    private static double collectors(ToLongFunction<GarbageCollectorMXBean> figure) {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(figure)
                .sum();
    }
}
