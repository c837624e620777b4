package atelier.perf.settings;

/** How a run uses the recorded baseline. */
public enum BaselineMode {
    /** Compare if a baseline with the same conditions exists. The default. */
    AUTO,
    /** Compare; without a baseline with the same conditions the verdict is INCONCLUSIVE. */
    COMPARE,
    /** Add this run to the baseline. */
    RECORD,
    OFF
}
