package atelier.perf.result;

/**
 * One step of a staircase.
 *
 * @param targetRate requests per second that were to be started
 * @param achievedRate requests per second that were answered well
 * @param held whether the step met the objectives
 * @param detail why it did not; empty if it did
 */
public record Level(
        double targetRate, double achievedRate, int p50, int p99, long errors, boolean held, String detail) {}
