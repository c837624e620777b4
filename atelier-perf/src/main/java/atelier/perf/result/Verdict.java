package atelier.perf.result;

/** What a run, or one check of it, comes to. */
public enum Verdict {
    /** Everything that was asked was measured, and holds. */
    PASS,
    /** Something that was asked does not hold. */
    FAIL,
    /** The run cannot tell: it was not the run that was asked for. */
    INCONCLUSIVE
}
