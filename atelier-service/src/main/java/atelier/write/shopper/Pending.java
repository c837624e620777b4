package atelier.write.shopper;

import io.dropwizard.util.Duration;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Work on the database, and its client, who waits for its turn first, and then for its result. Each wait has a limit.
 *
 * @param <W> the work
 * @param <T> its result
 */
final class Pending<W, T> {
    private final W work;
    private final Duration limit;
    private final Consumer<Pending<W, T>> withdraw;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private final AtomicBoolean begun = new AtomicBoolean();
    private final long since = System.nanoTime();

    /**
     * Creates what waits from now on.
     *
     * @param limit how long its client waits for the result
     * @param withdraw removes it from where it waits for its turn
     */
    Pending(W work, Duration limit, Consumer<Pending<W, T>> withdraw) {
        this.work = work;
        this.limit = limit;
        this.withdraw = withdraw;
    }

    W work() {
        return work;
    }

    CompletableFuture<T> result() {
        return result;
    }

    boolean isWaiting() {
        return !begun.get() && !result.isDone();
    }

    /** Begins the work. Returns false if the client has been refused already: then the work must not begin. */
    boolean begin() {
        return begun.compareAndSet(false, true);
    }

    private boolean isOlderThan(Duration age) {
        return System.nanoTime() - since >= age.toNanoseconds();
    }

    /** Refuses work at its limits. The thread that works for it becomes free when the driver's own limit has ended the statement. */
    void enforceLimits(Duration turn) {
        if (isOlderThan(turn) && begin()) {
            withdraw.accept(this);
            fail(new SQLTransientConnectionException("A statement waited " + turn + " for its turn"));
        } else if (isOlderThan(limit)) {
            fail(new SQLTransientConnectionException("The database did not respond in " + limit));
        }
    }

    void succeed(T value) {
        result.complete(value);
    }

    void fail(Throwable failure) {
        result.completeExceptionally(failure);
    }
}
