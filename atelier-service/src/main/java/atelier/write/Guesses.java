package atelier.write;

/** How many wrong guesses are still free: some at once, and more as time goes by. Not for several threads at once. */
final class Guesses {
    private static final double NANOSECONDS = 1e9;

    private final int most;
    private final double perSecond;
    private double left;
    private long since;

    Guesses(int most, double perSecond, long now) {
        this.most = most;
        this.perSecond = perSecond;
        this.left = most;
        this.since = now;
    }

    /** Returns after how many seconds there will be one; 0 if there is. */
    long secondsToWait(long now) {
        left = Math.min(most, left + (now - since) / NANOSECONDS * perSecond);
        since = now;
        return left >= 1 ? 0 : (long) Math.ceil((1 - left) / perSecond);
    }

    void spend() {
        left--;
    }
}
