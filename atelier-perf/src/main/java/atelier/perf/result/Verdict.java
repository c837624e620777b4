package atelier.perf.result;

/** The result of a run or of a check. */
public enum Verdict {
    /** All checks passed. */
    PASS,
    /** Something is beyond its limit. */
    FAIL,
    /** Nothing is shown to be beyond its limit, but the run was not the requested one, or too short. */
    INCONCLUSIVE
}
