package atelier.load;

/** Why a row is rejected, in the words of the reject file and the report. */
record RejectReason(String words) {
    static final RejectReason WRONG_WIDTH = new RejectReason("wrong number of columns");
    static final RejectReason BROKEN_QUOTES = new RejectReason("broken quotes");
    static final RejectReason LINE_BREAK = new RejectReason("line break in a quoted text");
    static final RejectReason TOO_LONG = new RejectReason("line too long");
    static final RejectReason NOT_TEXT = new RejectReason("not valid UTF-8 text");
    static final RejectReason MISSING = new RejectReason("required value missing");
    static final RejectReason NOT_A_NUMBER = new RejectReason("not a whole number in range");
    static final RejectReason NOT_A_PRICE = new RejectReason("not a price");
    static final RejectReason NOT_A_FLAG = new RejectReason("not 0, 1, true, false, yes or no");
    static final RejectReason DUPLICATE_KEY = new RejectReason("id already used in this file");

    static final RejectReason NOT_A_DAY = new RejectReason("not milliseconds since 1970 in 13 digits, nor YYYY-MM-DD");

    static RejectReason notBetween(int lowest, int highest) {
        return new RejectReason("not a whole number from " + lowest + " to " + highest);
    }

    static RejectReason otherOwner(CsvTable table, CsvTable owner) {
        return new RejectReason(table.table() + " of another " + owner.table());
    }

    static RejectReason unknown(CsvTable table) {
        return new RejectReason("no such " + table.table());
    }
}
