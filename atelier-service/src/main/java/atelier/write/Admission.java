package atelier.write;

/**
 * Whether a request may change something.
 *
 * @param writer whose token it brought; empty if it may not
 * @param retryAfter seconds after which another token may be tried; 0 if at once
 */
record Admission(String writer, long retryAfter) {
    static final Admission REFUSED = new Admission("", 0);

    boolean isGranted() {
        return !writer.isEmpty();
    }
}
