package atelier.perf.schedule;

import atelier.perf.result.Lateness;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One stretch of a run, the warm-up or what is measured: hands out the arrivals of its plan, and knows how late they were sent and how
 * many are unanswered. It ends early when it is stopped or when the service has fallen too far behind to learn more from it.
 */
public final class Phase {
    /** How long before its time a visitor is created, so that only a pause lies between its time and its first request. */
    public static final Duration LEAD = Duration.ofSeconds(1);

    /** Unanswered visits, in seconds of arrivals, beyond which the phase ends. */
    private static final int LONGEST_BACKLOG_SECONDS = 5;

    private static final int SMALLEST_BACKLOG = 500;
    /**
     * How long the last answers are waited for after a stop; a request is given up after ten seconds. A visit that is cut off would leave
     * a log that looks broken.
     */
    private static final double LAST_ANSWERS_SECONDS = 12;

    private final Plan plan;
    private final LongSupplier nanos;
    private final LatenessBySecond lateness = new LatenessBySecond();

    private long startNanos;
    private long startMillis;
    private int unanswered;
    private double busiest;
    private @Nullable Stop stop;
    private Runnable started = () -> {};

    /**
     * Why a phase ended early.
     *
     * @param second when, in seconds from its start
     * @param fellBehind whether the service was the reason, rather than somebody who ended the run
     */
    public record Stop(double second, boolean fellBehind, String reason) {}

    public Phase(Plan plan) {
        this(plan, System::nanoTime);
    }

    /**
     * @param nanos a clock like {@link System#nanoTime}
     */
    public Phase(Plan plan, LongSupplier nanos) {
        this.plan = plan;
        this.nanos = nanos;
    }

    /** Has something done, which must not take long, when the phase's clock is started. */
    public synchronized void onStart(Runnable action) {
        started = action;
    }

    public Plan plan() {
        return plan;
    }

    /** The next arrival; null when there is none any more. The first call starts the phase's clock, {@link #LEAD} ahead. */
    public synchronized Plan.@Nullable Arrival next() {
        if (startMillis == 0) {
            startNanos = nanos.getAsLong() + LEAD.toNanos();
            startMillis = System.currentTimeMillis() + LEAD.toMillis();
            started.run();
        }
        return stop == null ? plan.next(elapsed()) : null;
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
        lateness.add(arrival.due(), elapsed());
        // The busiest second so far: those of a staircase's later levels do not count yet, a spike that is over still
        // does.
        busiest = Math.max(busiest, plan.visitsIn((int) arrival.due()));
        if (++unanswered > Math.max(SMALLEST_BACKLOG, LONGEST_BACKLOG_SECONDS * busiest)) {
            stop(true, String.format(Locale.ROOT, "%,d visits were unanswered", unanswered));
        }
        return true;
    }

    /** Says that a visit has its last answer. */
    public synchronized void end(Plan.Arrival arrival) {
        unanswered--;
        plan.ended(arrival.visit());
    }

    /** Lets no further visit begin. */
    public void stop(String reason) {
        stop(false, reason);
    }

    private synchronized void stop(boolean fellBehind, String reason) {
        if (stop == null) {
            double second = startMillis == 0 ? 0 : Math.max(0, Math.min(elapsed(), plan.seconds()));
            stop = new Stop(second, fellBehind, reason);
        }
    }

    /** Whether visits may go on with their calls: behind a stopped phase's last answers would come the next calls, for minutes. */
    public synchronized boolean goesOn() {
        return stop == null;
    }

    /** Whether the phase was stopped and nothing is left to wait for. */
    public synchronized boolean isOver() {
        return stop != null && (unanswered == 0 || elapsed() > stop.second() + LAST_ANSWERS_SECONDS);
    }

    /** How long the phase was, or is so far, in seconds. */
    public synchronized double seconds() {
        return stop == null ? plan.seconds() : stop.second();
    }

    /** How far it has come, in seconds; negative before its start. */
    public synchronized double progress() {
        return startMillis == 0 ? -1 : Math.min(elapsed(), seconds());
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
    public Lateness lateness() {
        return lateness(0, Integer.MAX_VALUE);
    }

    /** How late visits were begun that were due from one second on and before another, counted from the start. */
    public synchronized Lateness lateness(int firstSecond, int endSecond) {
        return lateness.between(firstSecond, endSecond);
    }

    private synchronized double elapsed() {
        return (nanos.getAsLong() - startNanos) / 1e9;
    }
}
