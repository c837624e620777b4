package atelier.write;

/** A rate limit: a number of attempts at once, and a rate at which more attempts become free. Not thread-safe. */
public final class AttemptBucket {
    private static final double NANOSECONDS = 1e9;

    private final int capacity;
    private final double perSecond;
    private double left;
    private long since;

    public AttemptBucket(int capacity, double perSecond, long now) {
        this.capacity = capacity;
        this.perSecond = perSecond;
        this.left = capacity;
        this.since = now;
    }

    /** Returns the seconds until the next attempt is free; 0 if one is free now. */
    public long secondsToWait(long now) {
        left = Math.min(capacity, left + (now - since) / NANOSECONDS * perSecond);
        since = now;
        return left >= 1 ? 0 : (long) Math.ceil((1 - left) / perSecond);
    }

    /** Uses up one attempt. */
    public void spend() {
        left--;
    }
}
