package atelier.serve;

import com.github.benmanes.caffeine.cache.Cache;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletableFuture;

/**
 * A lookup that needs the database.
 *
 * @param result what its requests wait for; the cache has it from the first request until the query ends
 * @param since the {@link System#nanoTime} at which the first request came
 */
record Lookup<K, V>(K key, CompletableFuture<V> result, Cache<K, CompletableFuture<V>> cache, long since) {
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
        cache.asMap().replace(key, result, CompletableFuture.completedFuture(value));
        result.complete(value);
    }

    /** Completes the result after the cache has let it go, so that the next request reads again. */
    void fail(Throwable failure) {
        cache.asMap().remove(key, result);
        result.completeExceptionally(failure);
    }

    /** Fails the requests for this key, also those that come before the query has ended. */
    void refuse(UnavailableException failure) {
        result.completeExceptionally(failure);
    }
}
