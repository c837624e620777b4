package atelier.perf.schedule;

import atelier.perf.measure.Measurement;
import atelier.perf.measure.Recording;
import atelier.perf.result.Lateness;
import java.time.Duration;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A phase of a run, the warm-up or the measured one. It hands out the arrivals of its plan, and counts lateness and pending visits. It
 * ends early when it is stopped, when the service has fallen too far behind, or when most requests fail.
 */
public final class Phase {
    /** How long before its arrival is due a visitor is created. Until then it only waits. */
    public static final Duration LEAD = Duration.ofSeconds(1);

    /** The phase ends if more visits than this many seconds of arrivals are pending. */
    private static final int LONGEST_BACKLOG_SECONDS = 5;

    private static final int SMALLEST_BACKLOG = 500;
    /**
     * How long a stopped phase waits for the last responses. Requests time out after ten seconds. A visit that is cut off lacks
     * its last requests.
     */
    private static final double LAST_RESPONSES_SECONDS = 12;

    private final Plan plan;
    private final LongSupplier nanos;
    private final LatenessBySecond lateness = new LatenessBySecond();
    private final Failures failures;
    private final Recording recording = new Recording();

    private long startNanos;
    private long startMillis;
    private int pending;
    private long resends;
    private double busiest;
    private @Nullable Stop stop;
    private Runnable started = () -> {};

    public Phase(Plan plan, ErrorLimit errors) {
        this(plan, errors, System::nanoTime);
    }

    /**
     * @param nanos a clock like {@link System#nanoTime}
     */
    public Phase(Plan plan, ErrorLimit errors, LongSupplier nanos) {
        this.plan = plan;
        this.failures = new Failures(errors, plan.requestsBy(plan.seconds()));
        this.nanos = nanos;
    }

    /** Sets an action for the start of the phase's clock. It must not take long. */
    public synchronized void onStart(Runnable action) {
        started = action;
    }

    public Plan plan() {
        return plan;
    }

    /** Returns the next arrival; null if there is none. The first call starts the phase's clock, {@link #LEAD} ahead. */
    public synchronized Plan.@Nullable Arrival next() {
        if (startMillis == 0) {
            startNanos = nanos.getAsLong() + LEAD.toNanos();
            startMillis = System.currentTimeMillis() + LEAD.toMillis();
            started.run();
        }
        return stop == null ? plan.next(elapsed()) : null;
    }

    /** Returns the time until {@code due}; zero if it is past. */
    public Duration until(double due) {
        return Duration.ofNanos(Math.max(0, (long) ((due - elapsed()) * 1e9)));
    }

    /**
     * Begins a visit, just before its first request.
     *
     * @return false if the phase has ended, so that the visit must not begin
     */
    public synchronized boolean begin(Plan.Arrival arrival) {
        if (stop != null) {
            return false;
        }
        lateness.add(arrival.due(), elapsed());
        // The busiest second so far. Later levels of a staircase do not count yet; a past spike still counts.
        busiest = Math.max(busiest, plan.visitsIn((int) arrival.due()));
        if (++pending > Math.max(SMALLEST_BACKLOG, LONGEST_BACKLOG_SECONDS * busiest)) {
            stop(Stop.Cause.FELL_BEHIND, String.format(Locale.ROOT, "%,d visits had no response", pending));
        }
        return true;
    }

    /**
     * Records a finished request of a visit.
     *
     * @param due when it was due, in seconds from the start of the phase
     * @param ended when its response had been received
     * @param failure what failed, in words; null if the request succeeded
     */
    public void finished(String route, double due, double ended, @Nullable String failure) {
        recording.add(route, due, Math.round((ended - due) * 1e9), failure);
        finished(failure);
    }

    /**
     * Counts a finished request of a visit.
     *
     * @param failure what failed, in words; null if the request succeeded
     */
    synchronized void finished(@Nullable String failure) {
        failures.add(elapsed(), failure);
        if (failures.areBeyondDoubt()) {
            stop(Stop.Cause.ERRORS, failures.reason());
        }
    }

    /** Counts a request that was sent again, because the service closed its connection without a response. */
    public synchronized void resent() {
        if (startMillis > 0) {
            resends++;
        }
    }

    /** Returns the number of requests that were sent again. */
    public synchronized long resends() {
        return resends;
    }

    /** Ends a visit, after its last response. */
    public synchronized void end(Plan.Arrival arrival) {
        pending--;
        plan.ended(arrival.visit());
    }

    /** Stops the phase: no further visit begins. */
    public void stop(String reason) {
        stop(Stop.Cause.INTERRUPTED, reason);
    }

    private synchronized void stop(Stop.Cause cause, String reason) {
        if (stop == null) {
            double second = startMillis == 0 ? 0 : Math.max(0, Math.min(elapsed(), plan.seconds()));
            stop = new Stop(second, plan.seconds(), cause, reason);
        }
    }

    /** Tells whether visits may send further requests. In a stopped phase they could otherwise continue for minutes. */
    public synchronized boolean goesOn() {
        return stop == null;
    }

    /** Tells whether the phase was stopped and no response is pending. */
    public synchronized boolean isOver() {
        return stop != null && (pending == 0 || elapsed() > stop.second() + LAST_RESPONSES_SECONDS);
    }

    /** Returns the length of the phase in seconds, of a stopped phase until the stop. */
    public synchronized double seconds() {
        return stop == null ? plan.seconds() : stop.second();
    }

    /** Returns the elapsed seconds; negative before the start. */
    public synchronized double progress() {
        return startMillis == 0 ? -1 : Math.min(elapsed(), seconds());
    }

    /** Returns why the phase ended early; null if it did not. */
    public synchronized @Nullable Stop stopped() {
        return stop;
    }

    /** Returns the start in milliseconds since the epoch; 0 before the start. */
    public synchronized long startMillis() {
        return startMillis;
    }

    /** Returns the seconds since the start of the phase; negative before it. */
    public double now() {
        return elapsed();
    }

    /** Returns the number of visits that have begun and not ended. */
    public synchronized int pending() {
        return pending;
    }

    /** Returns the requests so far. */
    public Recording recording() {
        return recording;
    }

    /** Returns the figures of the phase, of a stopped one until the stop. */
    public Measurement measurement() {
        return measurement(second -> true);
    }

    /** Returns the figures of some seconds of the phase. */
    public Measurement measurement(IntPredicate seconds) {
        return recording.measurement(startMillis() == 0 ? 0 : seconds(), seconds);
    }

    /** Returns the lateness of all visits so far. */
    public Lateness lateness() {
        return lateness(0, Integer.MAX_VALUE);
    }

    /** Returns the lateness of visits that were due from {@code firstSecond} on and before {@code endSecond}. */
    public synchronized Lateness lateness(int firstSecond, int endSecond) {
        return lateness.between(firstSecond, endSecond);
    }

    /** Returns a function that gives, for a share of all visits so far, the lateness in milliseconds that they did not exceed. */
    public DoubleUnaryOperator latenessByShare() {
        return latenessByShare(0, Integer.MAX_VALUE);
    }

    /** Returns the same for visits that were due from {@code firstSecond} on and before {@code endSecond}. */
    public synchronized DoubleUnaryOperator latenessByShare(int firstSecond, int endSecond) {
        return lateness.byShare(firstSecond, endSecond);
    }

    private synchronized double elapsed() {
        return (nanos.getAsLong() - startNanos) / 1e9;
    }
}
