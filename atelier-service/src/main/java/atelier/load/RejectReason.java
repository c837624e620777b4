package atelier.load;

/** Why a row was left out. */
enum RejectReason {
    WRONG_WIDTH("wrong number of columns"),
    BROKEN_QUOTES("broken quotes"),
    TOO_LONG("line too long"),
    NOT_TEXT("not valid UTF-8 text"),
    MISSING("required value missing"),
    NOT_A_NUMBER("not a whole number in range"),
    NOT_A_PRICE("not a price"),
    NOT_A_FLAG("not 0, 1, true or false"),
    DUPLICATE_KEY("id already used in this file"),
    UNKNOWN_PRODUCT("no such product"),
    UNKNOWN_STYLE("no such style");

    private final String words;

    RejectReason(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
