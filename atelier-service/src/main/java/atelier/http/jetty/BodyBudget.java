package atelier.http.jetty;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that the bodies of requests without a token may take together. */
final class BodyBudget {
    /**
     * Slow clients of one address could keep some 25 MiB: 400 bodies of 64 KiB, as many as they may begin in the 10 s that a body may
     * take (SHOPPER_WRITE_BURST, SHOPPER_WRITE_RATE).
     */
    static final long BYTES = 32 << 20;

    private final AtomicLong left = new AtomicLong(BYTES);

    /** Reserves bytes. Returns false, and reserves nothing, if there are not as many left. */
    boolean take(int bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        return false;
    }

    void giveBack(int bytes) {
        left.addAndGet(bytes);
    }
}
