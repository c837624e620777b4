package atelier.serve;

import io.dropwizard.util.DataSize;

/**
 * Decides which values a cache admits: all of them while there is room, and later only those whose key was looked up recently.
 *
 * <p>Adding a value and evicting another costs a tenth of a lookup, and a value that stays in the cache for a while costs the garbage
 * collector more. Most keys are evicted before they are requested again, so for them this cost is wasted.
 */
final class Admission {
    /**
     * A table of about two places for each value that fits into the cache: a document takes four kilobytes. With four, twice as many values
     * were admitted, and no more of them were requested again.
     */
    private static final int BYTES_PER_PLACE = 2_048;

    private static final int FEWEST_PLACES = 1_024;
    private static final int MOST_PLACES = 1 << 22;

    /** Spreads successive ids over the table (Knuth, multiplicative hashing). */
    private static final int SPREAD = 0x9E3779B9;

    /** The hash of the last key of each place. Threads need not see each other's changes at once: a key is then admitted later. */
    private final int[] recent;

    private volatile boolean full;

    Admission(DataSize cacheSize) {
        long places = Math.max(FEWEST_PLACES, Math.min(MOST_PLACES, cacheSize.toBytes() / BYTES_PER_PLACE));
        recent = new int[Long.bitCount(places) == 1 ? (int) places : Integer.highestOneBit((int) places) * 2];
    }

    /** The cache has evicted a value, so a further value has to replace another. */
    void fill() {
        full = true;
    }

    /** Returns whether the cache admits the value of a key that was just looked up. */
    boolean admits(Object key) {
        if (!full) {
            return true;
        }
        int hash = key.hashCode() * SPREAD;
        hash ^= hash >>> 15;
        int place = hash & (recent.length - 1);
        if (recent[place] == hash) {
            return true;
        }
        recent[place] = hash;
        return false;
    }
}
