package atelier.benchmark;

/** What a figure is beside its target, which is the most that it should be. */
enum Grade {
    OK,
    NEAR,
    MISSED,
    NONE;

    private static final double TOLERANCE = 1.15;

    /** Of a target that is not a number there is no verdict. */
    static Grade of(double figure, double target) {
        if (Double.isNaN(target)) {
            return NONE;
        }
        if (figure <= target) {
            return OK;
        }
        // Not a number is no figure, and so no hit.
        return figure <= target * TOLERANCE ? NEAR : MISSED;
    }

    /** What stands in a table. */
    String word() {
        return this == NONE ? "" : name();
    }
}
