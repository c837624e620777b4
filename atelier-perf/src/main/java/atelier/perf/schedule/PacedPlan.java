package atelier.perf.schedule;

import atelier.perf.traffic.Visit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Visits whose requests keep to a {@link LoadCurve}. How many requests a visit has is known only when it is over (a page asks for as
 * many related products as the server names), so each visit that ends corrects the times of those to come; how fast it was answered
 * has no influence. Within its slot a visit is placed at random: the number in each second is exact, the gaps are not all equal.
 */
public final class PacedPlan implements Plan {
    /** How many visits tell the mean better than the guess that was given. */
    private static final int ENOUGH_VISITS = 100;
    /** Plans made further ahead than this could not be corrected any more. */
    private static final double HORIZON_SECONDS = 1.25;
    /** Visitors that are created beyond those needed; who finds nothing to do leaves at once. */
    private static final double RESERVE = 1.3;
    /** How much smaller than expected visits may turn out: a page whose related products fail has three requests, not thirteen. */
    private static final double SMALLER = 4;

    private final LoadCurve curve;
    private final Supplier<Visit> visitors;
    private final Random random;
    private double requestsPerVisit;
    private double lastDue;
    private long planned;
    private long ended;
    private long requestsOfEnded;

    /**
     * @param requestsPerVisit what to plan with until enough visits are over
     * @param seed equal seeds give equal times
     */
    public PacedPlan(LoadCurve curve, Supplier<Visit> visitors, double requestsPerVisit, long seed) {
        this.curve = curve;
        this.visitors = visitors;
        this.requestsPerVisit = requestsPerVisit;
        this.random = new Random(seed);
    }

    @Override
    public synchronized @Nullable Arrival next(double now) {
        if (lastDue > now + HORIZON_SECONDS) {
            return null;
        }
        double requestsBefore = requestsOfEnded + (planned - ended) * requestsPerVisit;
        double due = curve.due(requestsBefore + random.nextDouble() * requestsPerVisit);
        if (due == Double.POSITIVE_INFINITY) {
            return null;
        }
        planned++;
        lastDue = due;
        return new Arrival(due, visitors.get());
    }

    @Override
    public synchronized void ended(Visit visit) {
        ended++;
        requestsOfEnded += visit.requests();
        if (ended >= ENOUGH_VISITS) {
            requestsPerVisit = (double) requestsOfEnded / ended;
        }
    }

    /** Requests per visit as far as is known. */
    public synchronized double requestsPerVisit() {
        return requestsPerVisit;
    }

    @Override
    public synchronized List<Integer> visitorsPerSecond() {
        double smallest = Math.max(1, requestsPerVisit / SMALLER);
        List<Integer> visitors = new ArrayList<>();
        for (int second = 0; second < curve.seconds(); second++) {
            double requests = curve.requestsBy(second + 1) - curve.requestsBy(second);
            visitors.add((int) Math.ceil(RESERVE * requests / smallest) + 1);
        }
        return visitors;
    }

    @Override
    public synchronized double visitsIn(int second) {
        return (curve.requestsBy(second + 1) - curve.requestsBy(second)) / requestsPerVisit;
    }

    @Override
    public double requestsBy(double seconds) {
        return curve.requestsBy(seconds);
    }

    @Override
    public double seconds() {
        return curve.seconds();
    }
}
