package atelier.serve;

import atelier.database.ReadPool;
import com.codahale.metrics.Counter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The lookups that wait for a query, and those of the queries that run. Each ends within its limits, however long a query hangs.
 *
 * <p>While every query hangs, further lookups are refused at once. Only when a query has ended, one lookup may start, and shows whether the
 * database responds again. So no requests wait during an outage, and a proxy in front keeps its connections for cached responses.
 */
final class LookupQueue<K, V> {
    /** A row that has to come from a disk delays at most this many lookups. */
    private static final int LARGEST_BATCH = 32;

    /** A batch that reads this many rows is full, so that its query stays within the limits. */
    static final int ROWS_OF_A_FULL_BATCH = 1_000;

    /** More lookups than these could not be read within the time that a request waits. */
    private static final int MOST_WAITING = 10_000;

    /** A lookup between the queue and its query has no deadline for a moment. The next check must not be far away. */
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    private final ToIntFunction<K> rows;
    private final long waitNanos;
    private final long limitNanos;
    private final Counter refused;
    private final BlockingQueue<Lookup<K, V>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicReferenceArray<@Nullable Query<K, V>> running;
    private volatile boolean hangs;
    private volatile boolean stopped;

    private record Query<K, V>(List<Lookup<K, V>> batch, long since) {}

    /**
     * Creates an empty queue.
     *
     * @param rows how many rows a key reads at most
     * @param refused counts the lookups that failed at a limit
     */
    LookupQueue(ReadPool.Limits limits, ToIntFunction<K> rows, Counter refused) {
        this.rows = rows;
        this.limitNanos = limits.readLimit().toNanoseconds();
        this.waitNanos = Math.min(limits.poolWait().toNanoseconds(), limitNanos);
        this.refused = refused;
        this.running = new AtomicReferenceArray<>(limits.queries());
    }

    int size() {
        return waiting.size();
    }

    /** Adds a lookup, or lets it fail at once. */
    void add(Lookup<K, V> lookup) {
        if (hangs && (!waiting.isEmpty() || isEachQueryRunning())) {
            drop(lookup, "The database does not respond");
        } else if (!waiting.offer(lookup)) {
            drop(lookup, MOST_WAITING + " lookups are waiting for the database already");
        } else if (stopped) {
            dropAll();
        }
    }

    private boolean isEachQueryRunning() {
        for (int i = 0; i < running.length(); i++) {
            if (running.get(i) == null) {
                return false;
            }
        }
        return true;
    }

    /**
     * Waits up to a second for one lookup, and takes others only if they wait already. The batch is under way until {@link #end}.
     *
     * @param number the number of the query, counted from 0
     */
    List<Lookup<K, V>> begin(int number) throws InterruptedException {
        List<Lookup<K, V>> batch = new ArrayList<>();
        int batchRows = 0;
        for (Lookup<K, V> lookup = waiting.poll(1, TimeUnit.SECONDS); lookup != null; lookup = waiting.poll()) {
            batch.add(lookup);
            batchRows += rows.applyAsInt(lookup.key());
            if (batch.size() == LARGEST_BATCH || batchRows >= ROWS_OF_A_FULL_BATCH) {
                break;
            }
        }
        if (!batch.isEmpty()) {
            running.set(number, new Query<>(batch, System.nanoTime()));
        }
        return batch;
    }

    /** Ends a query, if it has not ended yet. A query that succeeded, or failed quickly, proves that the database responds. */
    void end(int number, boolean succeeded) {
        Query<K, V> query = running.getAndSet(number, null);
        if (query != null && (succeeded || System.nanoTime() - query.since < limitNanos)) {
            hangs = false;
        }
    }

    /** Refuses the lookups that are late, and returns how many nanoseconds later it should be called again. */
    long enforceLimits() {
        long now = System.nanoTime();
        long next = Math.min(LONGEST_PAUSE, Math.min(dropLate(now), refuseLate(now)));
        // One millisecond at least, so that rounding cannot make the caller spin.
        return Math.max(next, TimeUnit.MILLISECONDS.toNanos(1));
    }

    /** Drops lookups whose query did not start in time, and returns the nanoseconds until the next is due. */
    private long dropLate(long now) {
        for (Lookup<K, V> oldest = waiting.peek(); oldest != null; oldest = waiting.peek()) {
            long left = oldest.since() + waitNanos - now;
            if (left > 0) {
                return left;
            }
            if (waiting.remove(oldest)) {
                drop(oldest, "No connection to the database came free in time");
            }
        }
        return waitNanos;
    }

    /** Refuses lookups whose query did not end in time, and returns the nanoseconds until the next is due. */
    private long refuseLate(long now) {
        long next = limitNanos;
        boolean eachHangs = true;
        for (int i = 0; i < running.length(); i++) {
            Query<K, V> query = running.get(i);
            eachHangs &= query != null && now - query.since >= limitNanos;
            for (Lookup<K, V> lookup : query == null ? List.<Lookup<K, V>>of() : query.batch) {
                long left = lookup.since() + limitNanos - now;
                if (left > 0) {
                    next = Math.min(next, left);
                } else if (!lookup.result().isDone()) {
                    refused.inc();
                    lookup.refuse(new Lookup.UnavailableException("The database did not respond in time"));
                }
            }
        }
        if (eachHangs) {
            hangs = true;
        }
        return next;
    }

    /** Drops the lookups that wait and all that come later. */
    void stop() {
        stopped = true;
        dropAll();
    }

    private void dropAll() {
        for (Lookup<K, V> lookup = waiting.poll(); lookup != null; lookup = waiting.poll()) {
            drop(lookup, "The service stops");
        }
    }

    private void drop(Lookup<K, V> lookup, String why) {
        refused.inc();
        lookup.fail(new Lookup.UnavailableException(why));
    }
}
