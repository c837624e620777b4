package atelier.bytes;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A text as a range of somebody's bytes, in UTF-8, or nothing. One object serves many texts, as there are a hundred
 * million.
 */
public final class TextRange {
    private static final byte[] NO_BYTES = {};

    private byte[] bytes = NO_BYTES;
    private int start;
    private int end;
    private boolean doubledQuotes;
    private boolean nothing = true;

    /** Returns a text of its own. */
    public static TextRange of(@Nullable String text) {
        TextRange range = new TextRange();
        if (text != null) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            range.set(utf8, 0, utf8.length, false);
        }
        return range;
    }

    /**
     * Makes this the text that stands there, for as long as it stands there.
     *
     * @param hasDoubledQuotes whether each quotation mark in it stands twice and is meant once
     */
    public TextRange set(byte[] source, int from, int to, boolean hasDoubledQuotes) {
        bytes = source;
        start = from;
        end = to;
        doubledQuotes = hasDoubledQuotes;
        nothing = false;
        return this;
    }

    /** Makes this no text at all. */
    public TextRange setNothing() {
        nothing = true;
        return this;
    }

    /** Makes this the text without characters. */
    public TextRange setEmpty() {
        return set(NO_BYTES, 0, 0, false);
    }

    boolean isNothing() {
        return nothing;
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    boolean hasDoubledQuotes() {
        return doubledQuotes;
    }
}
