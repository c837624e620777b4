package atelier.load;

import atelier.bytes.GrowingBytes;

/**
 * A sequence of records. The head of a record holds its owner, its kind, a number and the length of its content. Records may be
 * concatenated in any order, as long as those of one owner, kind and number keep theirs.
 */
public final class Records {
    static final int HEAD = 12;

    private static final int LENGTH_BITS = 28;
    private static final int LONGEST = (1 << LENGTH_BITS) - 1;

    private final GrowingBytes bytes = new GrowingBytes(1 << 12);
    private int start;

    /** Returns the array, of which the first {@link #length} bytes are records. */
    public byte[] array() {
        return bytes.array();
    }

    public int length() {
        return bytes.length();
    }

    public void clear() {
        bytes.clear();
    }

    /**
     * Begins a record, which {@link #end} ends, and returns where to add its content.
     *
     * @param kind from 0 to 7
     * @param number not negative
     */
    public GrowingBytes begin(int owner, int kind, int number) {
        start = bytes.length();
        return bytes.addInt(owner).addInt(number).addInt(kind << LENGTH_BITS);
    }

    /** Returns the length of the content. */
    public int end() {
        int length = bytes.length() - start - HEAD;
        if (length > LONGEST) {
            throw new IllegalArgumentException(
                    "A row of " + owner(bytes.array(), start) + " has " + length + " bytes, more than " + LONGEST);
        }
        bytes.setInt(start + 8, kind(bytes.array(), start) << LENGTH_BITS | length);
        return length;
    }

    /** Returns the owner of the record at a position. */
    static int owner(byte[] records, int at) {
        return integer(records, at);
    }

    static int number(byte[] records, int at) {
        return integer(records, at + 4);
    }

    static int kind(byte[] records, int at) {
        return integer(records, at + 8) >>> LENGTH_BITS;
    }

    /** Returns the end of the record at a position. */
    static int end(byte[] records, int at) {
        return at + HEAD + (integer(records, at + 8) & LONGEST);
    }

    private static int integer(byte[] records, int at) {
        return records[at] << 24
                | (records[at + 1] & 0xFF) << 16
                | (records[at + 2] & 0xFF) << 8
                | (records[at + 3] & 0xFF);
    }
}
