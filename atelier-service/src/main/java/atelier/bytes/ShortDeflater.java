package atelier.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Compresses short texts in the format deflate (RFC 1951), with the fixed code of section 3.2.6. zlib always makes a code for each text,
 * which takes longer than the compression itself if the text is short. For use by one thread.
 */
final class ShortDeflater {
    /** For a longer text, zlib's own code saves enough space. Every distance within a text of this length is allowed. */
    static final int LONGEST = 1 << 13;

    private static final int SHORTEST_MATCH = 4;
    private static final int LONGEST_MATCH = 258;
    private static final int END = 256;
    private static final int SLOT_BITS = 12;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Codes are stored with their length in the lowest bits. */
    private static final int CODE_SHIFT = 5;

    private static final int[] LITERALS = new int[END + 1];
    /** By the length of a match. */
    private static final int[] LENGTHS = new int[LONGEST_MATCH + 1];

    static {
        Arrays.setAll(LITERALS, ShortDeflater::symbol);
        int length = 3;
        for (int symbol = END + 1; symbol < 285; symbol++) {
            int more = symbol < 265 ? 0 : (symbol - 261) / 4;
            for (int rest = 0; rest < 1 << more; rest++) {
                LENGTHS[length++] = (symbol(symbol) + more) | rest << ((symbol(symbol) & 31) + CODE_SHIFT);
            }
        }
        LENGTHS[LONGEST_MATCH] = symbol(285);
    }

    /** For each hash of four bytes: their last position, plus {@link #base}. A smaller value is from an earlier text. */
    private final int[] last = new int[1 << SLOT_BITS];

    private int base = 1;
    private byte[] target = {};
    private int end;
    private long bits;
    private int bitCount;

    /** Returns a symbol's code in the fixed code. */
    private static int symbol(int symbol) {
        if (symbol < 144) {
            return code(0x30 + symbol, 8);
        }
        if (symbol < END) {
            return code(0x190 + symbol - 144, 9);
        }
        return symbol < 280 ? code(symbol - END, 7) : code(0xC0 + symbol - 280, 8);
    }

    /** A code begins with its highest bit, other than numbers. */
    private static int code(int value, int length) {
        return Integer.reverse(value) >>> (Integer.SIZE - length) << CODE_SHIFT | length;
    }

    private static int distance(int distance) {
        int less = distance - 1;
        if (less < 4) {
            return code(less, 5);
        }
        int more = Integer.SIZE - 2 - Integer.numberOfLeadingZeros(less);
        int symbol = 2 * more + (less >>> more);
        int rest = less & ((1 << more) - 1);
        return (code(symbol, 5) + more) | rest << (5 + CODE_SHIFT);
    }

    /** Returns how many bytes of the target a text of this length needs at most. */
    static int bound(int length) {
        return length + length / 8 + Long.BYTES;
    }

    /**
     * Compresses the first bytes of a text.
     *
     * @param length at most {@link #LONGEST}
     * @param to the array for the result, from {@code from} on
     * @return the end of the result
     */
    int compress(byte[] text, int length, byte[] to, int from) {
        target = to;
        end = from;
        bits = 0;
        bitCount = 0;
        // The last block, with the fixed code.
        add((0b011 << CODE_SHIFT) | 3);
        int at = 0;
        int lastPlace = length - Long.BYTES;
        while (at <= lastPlace) {
            int earlier = enter(text, at);
            if (earlier < 0 || (int) INT.get(text, earlier) != (int) INT.get(text, at)) {
                add(LITERALS[text[at++] & 0xFF]);
                continue;
            }
            int match = match(text, earlier, at, Math.min(LONGEST_MATCH, length - at));
            add(LENGTHS[match]);
            add(distance(at - earlier));
            at += match;
            if (at - 1 <= lastPlace) {
                enter(text, at - 1);
            }
        }
        while (at < length) {
            add(LITERALS[text[at++] & 0xFF]);
        }
        add(LITERALS[END]);
        while (bitCount > 0) {
            target[end++] = (byte) bits;
            bits >>>= Byte.SIZE;
            bitCount -= Byte.SIZE;
        }
        base = base > Integer.MAX_VALUE - 2 * LONGEST ? forget() : base + length;
        return end;
    }

    private int forget() {
        Arrays.fill(last, 0);
        return 1;
    }

    /** Remembers a position, and returns the last one with the same hash; it is negative if there is none. */
    private int enter(byte[] text, int at) {
        int slot = ((int) INT.get(text, at) * 0x9E3779B1) >>> (Integer.SIZE - SLOT_BITS);
        int earlier = last[slot] - base;
        last[slot] = base + at;
        return earlier;
    }

    private static int match(byte[] text, int earlier, int at, int most) {
        int length = SHORTEST_MATCH;
        while (length + Long.BYTES <= most) {
            long difference = (long) LONG.get(text, earlier + length) ^ (long) LONG.get(text, at + length);
            if (difference != 0) {
                return length + Long.numberOfTrailingZeros(difference) / Byte.SIZE;
            }
            length += Long.BYTES;
        }
        while (length < most && text[earlier + length] == text[at + length]) {
            length++;
        }
        return length;
    }

    private void add(int code) {
        bits |= (long) (code >>> CODE_SHIFT) << bitCount;
        bitCount += code & ((1 << CODE_SHIFT) - 1);
        if (bitCount >= Integer.SIZE) {
            INT.set(target, end, (int) bits);
            end += Integer.BYTES;
            bits >>>= Integer.SIZE;
            bitCount -= Integer.SIZE;
        }
    }
}
