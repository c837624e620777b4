package atelier.load;

import org.jspecify.annotations.Nullable;

/** Ends the work on one row. It has no stack trace, because a bad file throws millions. */
final class RowRejectedException extends Exception {
    private final RejectReason reason;
    private final String column;
    private final String value;
    private final transient @Nullable CsvTable other;
    private final int otherId;

    /**
     * @param column the name of the column at fault, empty if it is the whole line
     * @param value the column's text, or the line, shortened
     */
    RowRejectedException(RejectReason reason, String column, String value) {
        this(reason, column, value, null, 0);
    }

    /**
     * @param other the table to which the row refers
     * @param otherId the id there that does not exist
     */
    RowRejectedException(RejectReason reason, String column, String value, @Nullable CsvTable other, int otherId) {
        super(reason.words(), null, false, false);
        this.reason = reason;
        this.column = column;
        this.value = value;
        this.other = other;
        this.otherId = otherId;
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

    /** Returns whether the row is rejected because of another one that was, and may have no fault of its own. */
    boolean belongsTo(RejectedIds rejected, Dataset dataset) {
        return other != null && rejected.contains(dataset, other, otherId);
    }
}
