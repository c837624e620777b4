package atelier.bytes;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A UTF-8 text as a range of a byte array, or null. Objects are reused: an import has a hundred million texts. */
public final class TextRange {
    private static final byte[] NO_BYTES = {};

    private byte[] bytes = NO_BYTES;
    private int start;
    private int end;
    private boolean doubledQuotes;
    private boolean nothing = true;

    /** Sets the text to a copy of a string. */
    public TextRange set(@Nullable String text) {
        if (text == null) {
            return setNothing();
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return set(utf8, 0, utf8.length, false);
    }

    /**
     * Sets the text to a range, which must not change while the text is in use.
     *
     * @param hasDoubledQuotes whether a quotation mark is written as two
     */
    public TextRange set(byte[] source, int from, int to, boolean hasDoubledQuotes) {
        bytes = source;
        start = from;
        end = to;
        doubledQuotes = hasDoubledQuotes;
        nothing = false;
        return this;
    }

    /** Sets the text to null. */
    public TextRange setNothing() {
        nothing = true;
        return this;
    }

    /** Sets the text to the empty text. */
    public TextRange setEmpty() {
        return set(NO_BYTES, 0, 0, false);
    }

    public boolean isNothing() {
        return nothing;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int start() {
        return start;
    }

    public int end() {
        return end;
    }

    public boolean hasDoubledQuotes() {
        return doubledQuotes;
    }
}
