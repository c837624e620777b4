package atelier.perf.verdict;

import atelier.perf.result.Figures;
import atelier.perf.result.Lateness;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.BinomialDistribution;

/**
 * The load generator's possible share of the figures of a run that did not follow the plan. A limit is broken beyond doubt if it is broken
 * even without this share.
 *
 * @param late whether the generator was late, beyond its limit
 * @param lateness how late it was: for a share of the visits, the milliseconds that they did not exceed; 0 if it was not late
 * @param missingRate the planned requests per second that were not sent; 0 if their number was within its tolerance
 * @param surplus whether more requests were sent than planned, beyond the tolerance
 */
public record Doubt(boolean late, DoubleUnaryOperator lateness, double missingRate, boolean surplus) {
    /** No doubt: the run followed the plan. */
    static final Doubt NONE = new Doubt(false, share -> 0, 0, false);

    /** The percentiles that figures have. */
    private static final Map<Double, ToDoubleFunction<Figures>> PERCENTILES = new TreeMap<>(
            Map.of(0.5, Figures::p50, 0.9, Figures::p90, 0.95, Figures::p95, 0.99, Figures::p99, 0.999, Figures::p999));

    /** A percentile is known if so many requests are beyond it. */
    private static final int BEYOND_PERCENTILE = 20;
    /** With fewer requests, a limit is broken if a service that keeps the limit would be as slow with less than this probability. */
    private static final double CHANCE = 1e-6;
    /** A generator that is late adds at most this many times as much to a latency: when it connects, sends, and reads the response. */
    private static final double STEPS = 3;
    /** The number of other visits that a late visit is assumed to have disturbed. */
    private static final double DISTURBED = 2;
    /** More load than planned excuses latencies up to twice the limit. */
    private static final double SURPLUS = 2;

    /** Returns the doubt because of the generator's lateness; none if that was within its limit. */
    public static Doubt of(Lateness lateness, DoubleUnaryOperator byShare) {
        return NONE.late(lateness, byShare);
    }

    Doubt late(Lateness more, DoubleUnaryOperator byShare) {
        return more.p99() <= Judge.LATENESS_LIMIT
                ? this
                : new Doubt(
                        true,
                        share -> Math.max(lateness.applyAsDouble(share), byShare.applyAsDouble(share)),
                        missingRate,
                        surplus);
    }

    /** Adds a rate that differs from the planned one beyond the tolerance. */
    Doubt rate(double target, double sent) {
        return new Doubt(late, lateness, Math.max(missingRate, target - sent), surplus || sent > target);
    }

    /** Returns the number of requests that a percentile needs, 0.99 for p99. */
    static long needed(double percentile) {
        return Math.round(BEYOND_PERCENTILE / (1 - percentile));
    }

    static double value(double percentile, Figures figures) {
        ToDoubleFunction<Figures> function = PERCENTILES.get(percentile);
        if (function == null) {
            throw new IllegalArgumentException("figures have no percentile " + percentile);
        }
        return function.applyAsDouble(figures);
    }

    /**
     * Tells whether a percentile is above its limit beyond doubt. If many more requests are slow than the limit allows, only part of them
     * can be the generator's fault, or chance. So this method also compares the lower percentiles with the limit.
     */
    public boolean isBroken(Figures figures, double percentile, int limit) {
        return PERCENTILES.entrySet().stream()
                .filter(known -> known.getKey() <= percentile)
                .anyMatch(known -> known.getValue().applyAsDouble(figures) > excused(limit, known.getKey(), percentile)
                        && !mayBeChance(figures.requests(), known.getKey(), percentile));
    }

    /** Returns the latency that the generator excuses, if the requests beyond the lower percentile are slow. */
    private double excused(int limit, double lower, double percentile) {
        double excusedShare = (percentile - lower) / DISTURBED;
        return limit * (surplus ? SURPLUS : 1) + STEPS * lateness.applyAsDouble(1 - excusedShare);
    }

    /** Tells whether so few requests may be slow by chance: those beyond the lower percentile. */
    private static boolean mayBeChance(long requests, double lower, double percentile) {
        if (requests >= needed(percentile)) {
            return false;
        }
        int slower = (int) requests + 1 - Math.max(1, (int) Math.ceil(lower * requests));
        return new BinomialDistribution(null, (int) requests, 1 - percentile).cumulativeProbability(slower - 1)
                < 1 - CHANCE;
    }

    /** Returns the reason in words. */
    String why() {
        return late
                ? "the requests were sent too late to tell whether the service is slow"
                : "more requests than planned were sent";
    }
}
