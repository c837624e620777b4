package atelier.perf.schedule;

import atelier.perf.measure.Latencies;
import atelier.perf.result.Lateness;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One stretch of a run, the warm-up or what is measured: hands out the arrivals of its plan, and knows how late they were sent and how
 * many are unanswered. It ends early when it is stopped or when the service has fallen too far behind to learn more from it.
 */
public final class Phase {
    /** How long before its time a visitor is created, so that only a pause lies between its time and its first request. */
    public static final Duration LEAD = Duration.ofSeconds(1);

    private static final int LONGEST_LATENESS_SECONDS = 10;
    private static final double TENTHS_PER_SECOND = 10_000;
    /** Unanswered visits, in seconds of arrivals, beyond which the phase ends. */
    private static final double LONGEST_BACKLOG_SECONDS = 5;

    private static final int SMALLEST_BACKLOG = 500;

    private final Plan plan;
    private final int backlogLimit;
    /** In tenths of a millisecond. */
    private final Latencies lateness = new Latencies();

    private long startNanos;
    private long startMillis;
    private int unanswered;
    private @Nullable Stop stop;

    /**
     * Why a phase ended early.
     *
     * @param second when, in seconds from its start
     */
    public record Stop(double second, String reason) {}

    public Phase(Plan plan) {
        this.plan = plan;
        int mostPerSecond = plan.arrivalsPerSecond().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
        this.backlogLimit = (int) Math.max(SMALLEST_BACKLOG, LONGEST_BACKLOG_SECONDS * mostPerSecond);
    }

    public Plan plan() {
        return plan;
    }

    /** The next arrival; null when there is none any more. The first call starts the phase's clock, {@link #LEAD} ahead. */
    public synchronized Plan.@Nullable Arrival next() {
        if (startMillis == 0) {
            startNanos = System.nanoTime() + LEAD.toNanos();
            startMillis = System.currentTimeMillis() + LEAD.toMillis();
        }
        return stop == null ? plan.next() : null;
    }

    /** How long it is until then; zero if that is past. */
    public Duration until(double due) {
        return Duration.ofNanos(Math.max(0, (long) ((due - elapsed()) * 1e9)));
    }

    /**
     * Says that a visit is about to send its first request.
     *
     * @return false if it must not, because the phase has ended
     */
    public synchronized boolean begin(Plan.Arrival arrival) {
        if (stop != null) {
            return false;
        }
        double late = Math.max(0, elapsed() - arrival.due());
        lateness.add((int) (Math.min(LONGEST_LATENESS_SECONDS, late) * TENTHS_PER_SECOND));
        if (++unanswered > backlogLimit) {
            stop("%d visits were unanswered".formatted(unanswered));
        }
        return true;
    }

    /** Says that a visit has its last answer. */
    public synchronized void end(Plan.Arrival arrival) {
        unanswered--;
        plan.ended(arrival.visit());
    }

    /** Lets no further visit begin. */
    public synchronized void stop(String reason) {
        if (stop == null) {
            stop = new Stop(startMillis == 0 ? 0 : Math.max(0, Math.min(elapsed(), plan.seconds())), reason);
        }
    }

    /** Why the phase ended early; null if it did not. */
    public synchronized @Nullable Stop stopped() {
        return stop;
    }

    /** Start of the phase in milliseconds since the epoch; 0 before it. */
    public synchronized long startMillis() {
        return startMillis;
    }

    /** How late visits were begun so far. */
    public synchronized Lateness lateness() {
        return new Lateness(lateness.percentile(0.5) / 10.0, lateness.percentile(0.99) / 10.0, lateness.max() / 10.0);
    }

    private synchronized double elapsed() {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
