package atelier.serve;

import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletableFuture;

/**
 * A lookup that needs the database.
 *
 * @param result what its requests wait for
 * @param since the {@link System#nanoTime} at which the first request came
 */
record Lookup<K, V>(K key, CompletableFuture<V> result, Reads.Edition<K, V> edition, long since) {
    /** The database did not respond to a lookup within the limits. */
    static final class UnavailableException extends RuntimeException {
        UnavailableException(String message) {
            super(new SQLTransientConnectionException(message));
        }
    }

    /**
     * Completes the result after the cache has the value, so that the next request is a hit. A value that comes after {@link #refuse}
     * is cached too: on a slow database a client would otherwise try again for ever.
     */
    void succeed(V value) {
        edition.put(this, value);
        result.complete(value);
    }

    /** Completes the result after the cache has let it go, so that the next request reads again. */
    void fail(Throwable failure) {
        edition.remove(this);
        result.completeExceptionally(failure);
    }

    /** Fails the requests for this key, also those that come before the query has ended. */
    void refuse(UnavailableException failure) {
        result.completeExceptionally(failure);
    }
}
