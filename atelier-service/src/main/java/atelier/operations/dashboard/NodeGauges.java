package atelier.operations.dashboard;

import com.codahale.metrics.Counting;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** What a node says of itself besides its requests, read one by one: to collect all of its metrics costs a hundred times as much. */
final class NodeGauges {
    private static final String POOL = "io.dropwizard.db.ManagedPooledDataSource.database.";
    private static final String BATCHES = "atelier.serve.Batches.";
    private static final String CACHE = "atelier.serve.ResponseCache.";
    private static final String THREADS = "org.eclipse.jetty.util.thread.QueuedThreadPool.dw.";

    private final MetricRegistry metrics;
    private final Map<String, DoubleSupplier> levels = new HashMap<>();
    private final Map<String, DoubleSupplier> counts = new HashMap<>();
    private Map<String, Double> counted = Map.of();

    NodeGauges(MetricRegistry metrics) {
        this.metrics = metrics;
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        levels.put("heapBytes", () -> memory.getHeapMemoryUsage().getUsed());
        levels.put("threads", threads::getThreadCount);
        levels.put("httpThreadsBusyShare", sum(THREADS + "utilization-max"));
        levels.put("httpJobsWaiting", sum(THREADS + "jobs"));
        levels.put("requestsInHand", sum("io.dropwizard.jetty.MutableServletContextHandler.active-requests"));
        levels.put("connectionsActive", sum(POOL + "active"));
        levels.put("connectionsIdle", sum(POOL + "idle"));
        levels.put("questionsWaiting", sum(BATCHES + "documents.waiting", BATCHES + "pages.waiting"));
        levels.put("cacheEntries", sum(CACHE + "entries"));
        levels.put("cacheBytes", sum(CACHE + "bytes"));
        counts.put("processorSeconds", () -> system.getProcessCpuTime() / 1e9);
        counts.put("collections", () -> collectors(GarbageCollectorMXBean::getCollectionCount));
        counts.put("collectionMilliseconds", () -> collectors(GarbageCollectorMXBean::getCollectionTime));
        counts.put("cacheHits", sum(CACHE + "hits"));
        counts.put("cacheMisses", sum(CACHE + "misses"));
        counts.put("questionsRefused", sum(BATCHES + "documents.refused", BATCHES + "pages.refused"));
    }

    /** Returns each level as it is now, and of each count by how much it has grown since the last time; what has no value is left out. */
    Map<String, Double> read() {
        Map<String, Double> now = values(counts);
        Map<String, Double> figures = values(levels);
        now.forEach((name, value) -> figures.put(name, value - counted.getOrDefault(name, value)));
        counted = now;
        return figures;
    }

    private static Map<String, Double> values(Map<String, DoubleSupplier> sources) {
        Map<String, Double> values = new TreeMap<>();
        sources.forEach((name, source) -> values.put(name, source.getAsDouble()));
        values.values().removeIf(value -> value.isNaN());
        return values;
    }

    private DoubleSupplier sum(String... names) {
        return () -> Stream.of(names).mapToDouble(this::value).sum();
    }

    private double value(String name) {
        Metric metric = metrics.getMetrics().get(name);
        if (metric instanceof Counting counting) {
            return counting.getCount();
        }
        return metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Number number
                ? number.doubleValue()
                : Double.NaN;
    }

    private static double collectors(ToLongFunction<GarbageCollectorMXBean> figure) {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(figure)
                .sum();
    }
}
