package atelier.perf.schedule;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Counts failed requests, and tells when they leave no doubt: in some seconds in a row at least half of the requests failed, and more
 * failed than the limit allows in the whole phase. Then the rest of the phase would show nothing new. Not thread-safe.
 */
final class Failures {
    /** A shorter failure may be a restart, and how a service recovers is worth seeing. */
    static final int SECONDS = 5;
    /** At a low rate, five seconds are a few requests. */
    static final int FEWEST = 100;

    private final ErrorLimit limit;
    private final double allowed;
    private int second;
    private long finishedInSecond;
    private long failedInSecond;
    private int badSeconds;
    private long failed;
    private String latest = "";

    /**
     * @param planned the requests of the whole phase
     */
    Failures(ErrorLimit limit, double planned) {
        this.limit = limit;
        this.allowed = limit.share() * planned;
    }

    /**
     * Counts a request.
     *
     * @param now seconds from the start of the phase
     * @param failure what failed, in words; null if the request succeeded
     */
    void add(double now, @Nullable String failure) {
        int current = (int) now;
        if (current > second) {
            endSecond();
            second = current;
        }
        if (!limit.judged().test(current)) {
            badSeconds = 0;
            return;
        }
        finishedInSecond++;
        if (failure != null) {
            failedInSecond++;
            failed++;
            latest = failure;
        }
    }

    boolean areBeyondDoubt() {
        return badSeconds >= SECONDS && failed >= FEWEST && failed > allowed;
    }

    /** Returns why the phase ends, in words. */
    String reason() {
        return String.format(
                Locale.ROOT,
                "at least half of the requests failed in each of %d seconds, in all %,d requests, the last one with %s,",
                badSeconds,
                failed,
                latest);
    }

    /** A second without any response says nothing. */
    private void endSecond() {
        if (finishedInSecond > 0) {
            badSeconds = 2 * failedInSecond >= finishedInSecond ? badSeconds + 1 : 0;
        }
        finishedInSecond = 0;
        failedInSecond = 0;
    }
}
