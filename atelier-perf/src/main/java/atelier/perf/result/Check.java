package atelier.perf.result;

import com.fasterxml.jackson.annotation.JsonAlias;

/**
 * One check of a run.
 *
 * @param gate the kind of check
 * @param name what is checked, the same in every run: {@code GET /products: p99}
 * @param detail the result in words, with figures: {@code 83 ms; the limit is 70 ms}
 */
public record Check(Gate gate, String name, Verdict verdict, String detail) {

    /** The kinds of check, in their order. */
    public enum Gate {
        /** Did the run follow the plan? */
        VALIDITY,
        /** Were the responses correct? */
        @JsonAlias("ANSWERS")
        RESPONSES,
        /** Do the limits of {@code slo.yml} on rate and latency hold? */
        OBJECTIVE,
        /** Is the run slower than the baseline? */
        BASELINE
    }
}
