package atelier.perf.result;

/**
 * One question that a run was asked.
 *
 * @param gate what kind of question it is
 * @param name the question in a few words, the same in every run: {@code GET /products: p99}
 * @param detail the answer in plain words, with the figures: {@code 83 ms, allowed are 70 ms}
 */
public record Check(Gate gate, String name, Verdict verdict, String detail) {

    /** The kinds of question, in the order in which they are asked. */
    public enum Gate {
        /** Whether this was the run that was asked for. */
        VALIDITY,
        /** Whether the answers were right. */
        ANSWERS,
        /** Whether the limits of {@code slo.yml} on rate and latency hold. */
        OBJECTIVE,
        /** Whether it got slower than the baseline. */
        BASELINE
    }
}
