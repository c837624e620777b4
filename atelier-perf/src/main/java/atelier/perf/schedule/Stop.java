package atelier.perf.schedule;

/**
 * Why a phase ended early.
 *
 * @param second the time, in seconds from the start of the phase
 * @param planned the planned length in seconds
 * @param reason a clause to which the time is added
 */
public record Stop(double second, double planned, Cause cause, String reason) {
    /** Who or what ended the phase. */
    public enum Cause {
        /** The user, or the generator's machine. */
        INTERRUPTED,
        /** The service was too slow. */
        FELL_BEHIND,
        /** The service failed. */
        ERRORS
    }

    /** Tells whether the service is the reason. */
    public boolean byService() {
        return cause != Cause.INTERRUPTED;
    }

    /** Returns the same stop of a warm-up. */
    public Stop inWarmUp() {
        return new Stop(second, planned, cause, "in the warm-up, " + reason);
    }
}
