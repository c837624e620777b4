package atelier.perf.settings;

/** How visitors connect. */
public enum HttpVersion {
    /** Up to six connections at once, shared by all visitors. */
    ONE("1.1"),
    /** A connection of their own for each visitor, with all requests of a wave at once. */
    TWO("2");

    private final String word;

    HttpVersion(String word) {
        this.word = word;
    }

    /** Returns the value of {@code -Dhttp}. */
    public String word() {
        return word;
    }
}
