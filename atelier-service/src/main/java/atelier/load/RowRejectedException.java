package atelier.load;

/** Ends the work on one row. It has no stack trace: a bad file may throw millions. */
final class RowRejectedException extends Exception {
    private final RejectReason reason;
    private final String column;
    private final String value;

    RowRejectedException(RejectReason reason, String column, String value) {
        super(reason.words(), null, false, false);
        this.reason = reason;
        this.column = column;
        this.value = value;
    }

    RejectReason reason() {
        return reason;
    }

    /** Returns the column that is at fault, or nothing when it is the whole line. */
    String column() {
        return column;
    }

    /** Returns what stands in the column, or the line, shortened. */
    String value() {
        return value;
    }
}
