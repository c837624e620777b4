package atelier.perf.result;

/** The result of a run or of a check. */
public enum Verdict {
    /** All checks passed. */
    PASS,
    /** Something is beyond its limit. */
    FAIL,
    /** Nothing is proved to be beyond its limit, but the run did not follow the plan, or was too short. */
    INCONCLUSIVE
}
