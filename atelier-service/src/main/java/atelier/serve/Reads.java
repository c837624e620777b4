package atelier.serve;

import atelier.database.ReadPool;
import atelier.metrics.Metrics;
import atelier.threads.BackgroundThread;
import com.codahale.metrics.Counter;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.util.DataSize;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Values by key, from this node's memory or from the database.
 *
 * <p>A lookup first asks the cache. On a miss it joins the read of the same key that is already under way, or waits for the next query.
 * A query reads all keys that wait at its start, so they share one round trip and one connection; no lookup waits for others to arrive.
 * A query whose connection was lost runs again. A lookup without a result at its deadline fails.
 *
 * @param <K> the key
 * @param <V> the value; a key without rows has a value too, so that the cache absorbs repeated requests for it
 */
public final class Reads<K, V> implements Managed {
    /** A row that has to come from a disk delays at most this many lookups. */
    private static final int LARGEST_BATCH = 32;

    /** A batch that reads this many rows is full, so that its query stays within the statement timeout. */
    private static final int ROWS_OF_A_FULL_BATCH = 1_000;

    /** More lookups than these could not be read within the time that a request waits. */
    private static final int MOST_WAITING = 10_000;

    private final Source<K, V> source;
    private final DataSize cacheSize;
    private final ReadPool pool;
    private final CacheMetrics cacheMetrics;
    private final long waitNanos;
    private final long readNanos;
    private final Counter refused;
    private final BlockingQueue<Lookup<K, V>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicReferenceArray<List<Lookup<K, V>>> running;
    private final List<BackgroundThread> threads = new ArrayList<>();
    private volatile Cache<K, CompletableFuture<V>> cache;
    private volatile boolean stopped;

    /** Where the values come from. */
    public interface Source<K, V> {
        /** Returns the values in the order of the keys, with one query. */
        List<V> read(List<K> keys);

        /** Returns how many rows a key reads at most. */
        default int rows(K key) {
            return 1;
        }

        /** Returns how many bytes of memory a value takes. */
        int weight(V value);
    }

    private record Lookup<K, V>(K key, CompletableFuture<V> result, Cache<K, CompletableFuture<V>> cache, long since) {
        /** Completes the result after the cache has the value, so that the next request is a hit. */
        void succeed(V value) {
            cache.asMap().replace(key, result, CompletableFuture.completedFuture(value));
            result.complete(value);
        }

        /** Completes the result after the cache has let it go, so that the next request reads again. */
        void fail(Throwable failure) {
            cache.asMap().remove(key, result);
            result.completeExceptionally(failure);
        }
    }

    /** No query had read the value at the lookup's deadline. */
    static final class UnavailableException extends RuntimeException {
        UnavailableException(String message) {
            super(new SQLTransientConnectionException(message));
        }
    }

    /**
     * Creates reads that start with {@link #start}.
     *
     * @param name names the threads and the metrics
     * @param cacheSize memory for cached values; 0 caches nothing
     */
    public Reads(String name, Source<K, V> source, DataSize cacheSize, ReadPool pool, CacheMetrics cacheMetrics) {
        this.source = source;
        this.cacheSize = cacheSize;
        this.pool = pool;
        this.cacheMetrics = cacheMetrics;
        this.waitNanos = pool.limits().poolWait().toNanoseconds();
        this.readNanos = waitNanos + pool.limits().statementTimeout().toNanoseconds();
        this.cache = newCache();
        cacheMetrics.add(() -> cache);
        Metrics metrics = pool.metrics();
        refused = metrics.counter(
                "database_lookups_refused",
                "Lookups that waited too long for the database and failed with 503.",
                "kind",
                name);
        metrics.gauge(
                "database_lookups_waiting",
                "Lookups that wait for a query to end; the next query takes up to 32 of them.",
                waiting::size,
                "kind",
                name);
        int queries = pool.limits().queries();
        running = new AtomicReferenceArray<>(queries);
        for (int i = 0; i < queries; i++) {
            int number = i;
            threads.add(new BackgroundThread(name + "-" + (number + 1), () -> runQuery(number), metrics));
        }
        threads.add(new BackgroundThread(name + "-deadlines", this::enforceDeadlines, metrics));
    }

    private Cache<K, CompletableFuture<V>> newCache() {
        return Caffeine.newBuilder()
                .maximumWeight(cacheSize.toBytes())
                // Caffeine does not evict entries of weight 0, so a read under way stays until it ends.
                .weigher((K key, CompletableFuture<V> value) -> value.isDone() ? source.weight(value.join()) : 0)
                .recordStats(cacheMetrics::counter)
                // On the calling thread: the housekeeping is cheaper than waking another thread for it.
                .executor(Runnable::run)
                .build();
    }

    /** Returns the value, which is complete already if it is cached. It fails if the database does, or at the deadline. */
    public CompletableFuture<V> find(K key) {
        Cache<K, CompletableFuture<V>> current = cache;
        CompletableFuture<V> cached = current.getIfPresent(key);
        if (cached != null) {
            return cached;
        }
        Lookup<K, V> lookup = new Lookup<>(key, new CompletableFuture<>(), current, System.nanoTime());
        CompletableFuture<V> other = current.asMap().putIfAbsent(key, lookup.result);
        if (other != null) {
            return other;
        }
        if (!waiting.offer(lookup)) {
            refuse(lookup, MOST_WAITING + " lookups are waiting for the database already");
        }
        if (stopped) {
            refuseAll();
        }
        return lookup.result;
    }

    /** Removes a key. A read of it that is under way completes for the requests that wait for it, and is not cached. */
    public void forget(K key) {
        cache.invalidate(key);
    }

    /**
     * Removes all keys.
     *
     * <p>Replacing the cache takes no time, however many entries it has. Reads under way complete into the old one.
     */
    public void forgetAll() {
        cache = newCache();
    }

    @Override
    public void start() {
        threads.forEach(BackgroundThread::start);
    }

    @Override
    public void stop() {
        stopped = true;
        threads.forEach(BackgroundThread::stop);
        refuseAll();
    }

    /**
     * A step of a reader thread: takes the lookups that wait, runs one query for them, and completes them. Without lookups it returns
     * after a second, so that a thread that failed counts as running again.
     */
    private void runQuery(int number) throws InterruptedException {
        List<Lookup<K, V>> batch = takeBatch();
        if (batch.isEmpty()) {
            return;
        }
        running.set(number, batch);
        try {
            List<V> values = read(batch.stream().map(Lookup::key).toList());
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).succeed(values.get(i));
            }
        } catch (RuntimeException e) {
            batch.forEach(lookup -> lookup.fail(e));
        } catch (Error e) {
            batch.forEach(lookup -> lookup.fail(e));
            throw e;
        } finally {
            running.set(number, null);
        }
    }

    /** Waits up to a second for one lookup, and takes others only if they wait already. */
    private List<Lookup<K, V>> takeBatch() throws InterruptedException {
        List<Lookup<K, V>> batch = new ArrayList<>();
        int rows = 0;
        for (Lookup<K, V> lookup = waiting.poll(1, TimeUnit.SECONDS); lookup != null; lookup = waiting.poll()) {
            batch.add(lookup);
            rows += source.rows(lookup.key);
            if (batch.size() == LARGEST_BATCH || rows >= ROWS_OF_A_FULL_BATCH) {
                break;
            }
        }
        return batch;
    }

    private List<V> read(List<K> keys) {
        long start = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                return source.read(keys);
            } catch (RuntimeException e) {
                if (!pool.lostConnections().mayRetry(e, attempt, System.nanoTime() - start)) {
                    throw e;
                }
            }
        }
    }

    /**
     * A step of the deadline thread: refuses late lookups, however long a query hangs, and sleeps until the next deadline. Lookups that
     * come meanwhile have later deadlines, so they need not wake it.
     */
    private void enforceDeadlines() throws InterruptedException {
        long now = System.nanoTime();
        long next = Math.min(refuseLateWaiting(now), refuseLateRunning(now));
        // One millisecond at least, so that rounding cannot make it spin.
        TimeUnit.NANOSECONDS.sleep(Math.max(next, 1_000_000));
    }

    /** Refuses lookups whose query did not start in time, and returns the nanoseconds until the next is due. */
    private long refuseLateWaiting(long now) {
        for (Lookup<K, V> oldest = waiting.peek(); oldest != null; oldest = waiting.peek()) {
            long left = oldest.since + waitNanos - now;
            if (left > 0) {
                return left;
            }
            if (waiting.remove(oldest)) {
                refuse(oldest, "No connection to the database came free in time");
            }
        }
        return waitNanos;
    }

    /** Refuses lookups whose query did not end in time, and returns the nanoseconds until the next is due. */
    private long refuseLateRunning(long now) {
        long next = waitNanos;
        for (int i = 0; i < running.length(); i++) {
            List<Lookup<K, V>> batch = running.get(i);
            for (Lookup<K, V> lookup : batch == null ? List.<Lookup<K, V>>of() : batch) {
                long left = lookup.since + readNanos - now;
                if (left > 0) {
                    next = Math.min(next, left);
                } else if (!lookup.result.isDone()) {
                    refuse(lookup, "The database did not respond in time");
                }
            }
        }
        return next;
    }

    private void refuseAll() {
        for (Lookup<K, V> lookup = waiting.poll(); lookup != null; lookup = waiting.poll()) {
            refuse(lookup, "The service stops");
        }
    }

    private void refuse(Lookup<K, V> lookup, String why) {
        refused.inc();
        lookup.fail(new UnavailableException(why));
    }
}
