package atelier.perf.simulation;

import atelier.perf.traffic.Call;
import atelier.perf.traffic.Found;
import atelier.perf.traffic.ShopperBody;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request under way, and what the checks have found in its response. Used by one event loop at a time. */
final class Exchange {
    private final Call call;
    private final Found found;
    private final double due;
    private double ended;
    private int status;
    private @Nullable String failure;
    private @Nullable List<Integer> related;
    private @Nullable String entityTag;

    /**
     * @param found receives what later calls of the visit need
     * @param due when it is due, in seconds from the start of the phase
     */
    Exchange(Call call, Found found, double due) {
        this.call = call;
        this.found = found;
        this.due = due;
    }

    Call call() {
        return call;
    }

    double due() {
        return due;
    }

    int status() {
        return status;
    }

    /** Sets the end of the response, which its first check sees. */
    void responded(double now, int withStatus) {
        ended = now;
        status = withStatus;
    }

    /** Returns the end of the response; without a response, now. */
    double ended(double now) {
        return status == 0 ? now : ended;
    }

    void related(List<Integer> ids) {
        related = ids;
    }

    /** Returns the related products that the response named; null if it named none. */
    @Nullable
    List<Integer> related() {
        return related;
    }

    /** Checks the body of what shoppers read. */
    byte[] read(byte[] body) {
        String wrong = ShopperBody.check(call, body, found);
        if (wrong != null) {
            throw fail(wrong);
        }
        return body;
    }

    void entityTag(@Nullable String tag) {
        entityTag = tag;
    }

    @Nullable
    String entityTag() {
        return entityTag;
    }

    /**
     * Checks a fact of the response.
     *
     * @throws IllegalArgumentException if it is not as expected, for Gatling's report
     */
    <T> T expect(String fact, @Nullable Object expected, T found) {
        if (!Objects.equals(expected, found)) {
            // Without the values, which would be as many kinds of error as there are products.
            throw fail("another %s than expected".formatted(fact));
        }
        return found;
    }

    /** Returns an exception with the first failure's words. */
    IllegalArgumentException fail(String why) {
        if (failure == null) {
            failure = why;
        }
        return new IllegalArgumentException(why);
    }

    /**
     * Returns what failed, in words; null if nothing did.
     *
     * @param failed whether Gatling says that a check failed; it does not say so of silent requests
     */
    @Nullable
    String failure(boolean failed, double now) {
        if (status == 0) {
            // Gatling writes the cause only to its log.
            return now - due >= TIMEOUT ? "no response within 10 s" : "no response";
        }
        return failure == null && failed ? "status %s with an unreadable body".formatted(status) : failure;
    }

    /** As in gatling.conf. */
    private static final double TIMEOUT = 10;
}
