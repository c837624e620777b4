package atelier.serve;

import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletableFuture;

/**
 * A lookup that needs the database.
 *
 * @param result what its requests wait for
 * @param keeper learns the outcome before they do
 * @param since the {@link System#nanoTime} at which the first request came
 */
record Lookup<K, V>(K key, CompletableFuture<V> result, Keeper<K, V> keeper, long since) {
    /** The database did not respond to a lookup within the limits. */
    static final class UnavailableException extends RuntimeException {
        UnavailableException(String message) {
            super(new SQLTransientConnectionException(message));
        }
    }

    /** May keep the value of a lookup for later ones. */
    interface Keeper<K, V> {
        /** The lookup has succeeded. */
        void put(Lookup<K, V> lookup, V value);

        /** The lookup has failed. */
        void remove(Lookup<K, V> lookup);
    }

    /**
     * Completes the result after the cache has the value, so that the next request is a hit. A value that comes after {@link #refuse}
     * is cached too: on a slow database a client would otherwise try again for ever. Returns whether the value was in time.
     */
    boolean succeed(V value) {
        keeper.put(this, value);
        return result.complete(value);
    }

    /** Completes the result after the cache has let it go, so that the next request reads again. */
    void fail(Throwable failure) {
        keeper.remove(this);
        result.completeExceptionally(failure);
    }

    /** Fails the requests for this key, also those that come before the query has ended. */
    void refuse(UnavailableException failure) {
        result.completeExceptionally(failure);
    }
}
