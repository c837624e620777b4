package atelier.load;

/** Ends the work on one row. It has no stack trace, because a bad file throws millions. */
final class RowRejectedException extends Exception {
    private final RejectReason reason;
    private final String column;
    private final String value;

    /**
     * @param column the name of the column at fault, empty if it is the whole line
     * @param value the column's text, or the line, shortened
     */
    RowRejectedException(RejectReason reason, String column, String value) {
        super(reason.words(), null, false, false);
        this.reason = reason;
        this.column = column;
        this.value = value;
    }

    RejectReason reason() {
        return reason;
    }

    String column() {
        return column;
    }

    String value() {
        return value;
    }
}
