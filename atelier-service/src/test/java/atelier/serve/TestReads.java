package atelier.serve;

import atelier.database.LostConnections;
import atelier.database.ReadPool;
import atelier.metrics.Metrics;
import com.codahale.metrics.MetricRegistry;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jdbi.v3.core.Jdbi;

/** Reads whose source is a function of the test. */
public final class TestReads implements AutoCloseable {
    private final Metrics metrics = new Metrics(new MetricRegistry());
    private final List<Managed> started = new ArrayList<>();
    private DataSize cacheSize = DataSize.mebibytes(1);
    private LostConnections lostConnections = new LostConnections(() -> {}, 1);
    private int queries = 1;
    private Duration wait = Duration.minutes(1);
    private Duration readLimit = Duration.minutes(1);

    public TestReads cacheSize(DataSize bytes) {
        cacheSize = bytes;
        return this;
    }

    TestReads lostConnections(LostConnections rule) {
        lostConnections = rule;
        return this;
    }

    TestReads queries(int atOnce) {
        queries = atOnce;
        return this;
    }

    TestReads limits(Duration poolWait, Duration read) {
        wait = poolWait;
        readLimit = read;
        return this;
    }

    /** Starts reads of one value for each key. */
    <K, V> Reads<K, V> start(Function<K, V> read, ToIntFunction<V> weight) {
        return startBatches(keys -> keys.stream().map(read).toList(), key -> 1, weight);
    }

    /** Starts reads of values that weigh one byte. */
    public <K, V> Reads<K, V> startBatches(Function<List<K>, List<V>> read, ToIntFunction<K> rows) {
        return startBatches(read, rows, value -> 1);
    }

    private <K, V> Reads<K, V> startBatches(
            Function<List<K>, List<V>> read, ToIntFunction<K> rows, ToIntFunction<V> weight) {
        return start(new Reads.Source<>() {
            @Override
            public List<V> read(List<K> keys) {
                return read.apply(keys);
            }

            @Override
            public int rows(K key) {
                return rows.applyAsInt(key);
            }

            @Override
            public int weight(V value) {
                return weight.applyAsInt(value);
            }
        });
    }

    public <K, V> Reads<K, V> start(Reads.Source<K, V> source) {
        Reads<K, V> reads = new Reads<>("test", source, cacheSize, pool(), new CacheMetrics(metrics));
        started.add(reads);
        reads.start();
        return reads;
    }

    /** Starts reads without a cache. */
    <K, V> BatchedReads<K, V> startFresh(BatchedReads.Source<K, V> source) {
        BatchedReads<K, V> reads = new BatchedReads<>("test", source, pool());
        started.add(reads);
        reads.start();
        return reads;
    }

    /** Starts reads of large pages. */
    LargePages startLarge() {
        LargePages pages = new LargePages(pool());
        started.add(pages);
        pages.start();
        return pages;
    }

    private ReadPool pool() {
        return new ReadPool(
                Jdbi.create("jdbc:postgresql:nowhere"),
                lostConnections,
                new ReadPool.Limits(queries, wait, readLimit, Duration.seconds(0)),
                metrics);
    }

    /** Returns a metric of the cache. */
    public long cache(String metric) {
        return (long) metrics.sum("response_cache_" + metric);
    }

    long refused() {
        return (long) metrics.sum("database_lookups_refused");
    }

    /** Returns how many background threads run and did not fail in their last step. */
    int threadsUp() {
        return (int) metrics.sum("background_thread_up");
    }

    @Override
    public void close() {
        for (Managed reads : started) {
            try {
                reads.stop();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
