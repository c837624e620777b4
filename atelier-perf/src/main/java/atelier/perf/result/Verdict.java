package atelier.perf.result;

/** The result of a run or of a check. */
public enum Verdict {
    /** All checks passed. */
    PASS,
    /** Something is beyond its limit. */
    FAIL,
    /** The run says nothing about the service because it was not the requested run. */
    INCONCLUSIVE
}
