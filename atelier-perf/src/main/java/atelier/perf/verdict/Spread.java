package atelier.perf.verdict;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Where the runs of one route lie when nothing has changed. Median and MAD, so that one disturbed run among them moves neither.
 *
 * @param noise how far a run strays from the median, as the standard deviation of the logarithms: 0.05 is 5 %. It is 1.4826 × the
 *     median absolute deviation (Hampel, "The influence curve and its role in robust estimation", 1974)
 */
record Spread(int runs, double median, double noise) {
    /** Latencies are not finer than this, and a handful of runs that agree better does so by chance. */
    private static final double LEAST_NOISE = 0.01;

    static Spread of(double[] latencies) {
        double[] logarithms = Arrays.stream(latencies).map(Math::log).toArray();
        double middle = median(logarithms);
        double[] deviations =
                Arrays.stream(logarithms).map(x -> Math.abs(x - middle)).toArray();
        double noise = 1.4826 * median(deviations);
        return new Spread(latencies.length, Math.exp(middle), Math.max(noise, LEAST_NOISE));
    }

    /**
     * How often one more run without any change would be at least this slow: the upper tail of Student's t for the prediction of one
     * further observation (Hahn and Meeker, "Statistical Intervals", 1991, section 4.7).
     */
    double chance(double latency) {
        return student().cumulativeProbability(-Math.log(latency / median) / predictionError());
    }

    /** The ratio to the median that one more run without any change exceeds with this chance. */
    double ratioAt(double chance) {
        return Math.exp(-student().inverseCumulativeProbability(chance) * predictionError());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private double predictionError() {
        return noise * Math.sqrt(1 + 1.0 / runs);
    }

    private TDistribution student() {
        return new TDistribution(null, runs - 1.0);
    }
}
