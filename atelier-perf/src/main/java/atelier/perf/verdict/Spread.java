package atelier.perf.verdict;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The spread of unchanged runs of one route. Median and MAD hardly move by one disturbed run.
 *
 * @param noise the standard deviation of the logarithms: 0.05 is 5 %. It is 1.4826 × the median absolute deviation (Hampel, "The influence curve and its role in robust estimation", 1974)
 */
record Spread(int runs, double median, double noise) {
    /** The smallest noise: a few runs that agree better do so by chance. */
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
     * Returns the probability that one more unchanged run is at least this slow: the upper tail of Student's t for the prediction of one
     * further observation (Hahn and Meeker, "Statistical Intervals", 1991, section 4.7).
     */
    double chance(double latency) {
        return student().cumulativeProbability(-Math.log(latency / median) / predictionError());
    }

    /** Returns the ratio to the median that one more unchanged run exceeds with this probability. */
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
