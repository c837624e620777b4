package atelier.benchmark;

/** How a figure compares with its goal, the highest value that is good enough. */
enum Grade {
    OK,
    NEAR,
    MISSED,
    NONE;

    private static final double TOLERANCE = 1.15;

    /** Grades a figure; without a goal, which is then not a number, the grade is {@link #NONE}. */
    static Grade of(double figure, double goal) {
        if (Double.isNaN(goal)) {
            return NONE;
        }
        if (figure <= goal) {
            return OK;
        }
        // A figure that is not a number could not be measured: its goal is missed.
        return figure <= goal * TOLERANCE ? NEAR : MISSED;
    }

    /** Returns the word in the tables. */
    String word() {
        return this == NONE ? "" : name();
    }
}
