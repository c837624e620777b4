package atelier.sample;

import java.nio.charset.StandardCharsets;

/** Characters in the form of the file, so that writing them is only a copy. */
final class Text {
    static final Text NULL = bare("null");
    static final Text TRUE = bare("true");
    static final Text FALSE = bare("false");
    static final Text EMPTY = quoted("");

    /** What joins two sentences of a quoted field. */
    static final Text SPACE = piece(" ");

    /** The extra field of a row that is too long. */
    static final Text SURPLUS = quoted("surplus");

    private final byte[] bytes;

    private Text(String characters) {
        bytes = characters.getBytes(StandardCharsets.UTF_8);
    }

    /** A whole field without quotes. */
    static Text bare(String characters) {
        return new Text(characters);
    }

    /** A whole field: in double quotes, with those inside it doubled. */
    static Text quoted(String characters) {
        return new Text('"' + doubled(characters) + '"');
    }

    /** A part of a quoted field that the writer joins. */
    static Text piece(String characters) {
        return new Text(doubled(characters));
    }

    /** A whole field that lacks its closing quote. */
    static Text unclosed(String characters) {
        return new Text('"' + doubled(characters));
    }

    private static String doubled(String characters) {
        return characters.replace("\"", "\"\"");
    }

    int length() {
        return bytes.length;
    }

    /** Copies the characters and returns the position behind the last. */
    int copyTo(byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, bytes.length);
        return at + bytes.length;
    }
}
