package atelier.perf.schedule;

import java.util.function.IntPredicate;

/**
 * The share of failed requests that a phase may have.
 *
 * @param share 0 to 1
 * @param judged tells whether requests of a second count, from the start of the phase
 */
public record ErrorLimit(double share, IntPredicate judged) {
    /** No limit. */
    public static final ErrorLimit NONE = new ErrorLimit(1, second -> false);
}
