package atelier.perf.schedule;

import atelier.perf.traffic.Visit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Visits whose requests follow a {@link LoadCurve}. The number of a visit's requests is known only at its end, because a page requests
 * the related products that the response names. So each ended visit corrects the times of later ones; its latencies have no influence.
 * A visit begins at a random moment of its slot: the number per second is exact, but the gaps vary.
 */
public final class PacedPlan implements Plan {
    /** After this number of visits, their mean replaces the estimate. */
    private static final int ENOUGH_VISITS = 100;
    /** Visits planned further ahead could no longer be corrected. */
    private static final double HORIZON_SECONDS = 1.25;
    /** Create more visitors than needed; superfluous ones leave at once. */
    private static final double RESERVE = 1.3;
    /** Visits may be smaller than expected: a page whose related products fail has three requests instead of thirteen. */
    private static final double SMALLER = 4;

    private final LoadCurve curve;
    private final Supplier<Visit> visitors;
    private final Random random;
    private double requestsPerVisit;
    private double lastDue;
    private double latestDue;
    private long planned;
    private long ended;
    private long requestsOfEnded;

    /**
     * @param requestsPerVisit the estimate until enough visits have ended
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
        if (due < latestDue) {
            // Earlier visits were smaller than expected, so this one is planned into the past. The generator is not
            // late.
            due = Math.max(due, now);
        }
        latestDue = Math.max(latestDue, due);
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

    /** Returns the current mean or estimate of requests per visit. */
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
