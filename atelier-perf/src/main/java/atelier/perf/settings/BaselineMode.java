package atelier.perf.settings;

/** What is done with the committed baseline. */
public enum BaselineMode {
    /** Compare if there is a baseline of a run like this one; the default. */
    AUTO,
    /** Compare; without a baseline of a run like this one the verdict is INCONCLUSIVE. */
    COMPARE,
    /** Add this run to the baseline. */
    RECORD,
    OFF
}
