package atelier.perf.result;

/**
 * One level of a staircase of rates.
 *
 * @param targetRate planned requests per second
 * @param achievedRate successful requests per second
 * @param held whether the level met the objectives
 * @param detail why it did not; empty if it did
 */
public record Level(
        double targetRate, double achievedRate, double p50, double p99, long errors, boolean held, String detail) {}
