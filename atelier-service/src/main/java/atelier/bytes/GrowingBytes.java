package atelier.bytes;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte array, with methods for JSON in the exact form of PostgreSQL's {@code row_to_json}. */
public final class GrowingBytes {
    private static final byte[] HEXADECIMAL = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** By byte: the character behind the backslash, 0 if the byte is not escaped. */
    private static final byte[] ESCAPES = new byte[256];

    static {
        Arrays.fill(ESCAPES, 0, ' ', (byte) 'u');
        String escaped = "\"\\\b\f\n\r\t";
        for (int i = 0; i < escaped.length(); i++) {
            ESCAPES[escaped.charAt(i)] = (byte) "\"\\bfnrt".charAt(i);
        }
    }

    private byte[] bytes;
    private int length;

    public GrowingBytes(int capacity) {
        bytes = new byte[capacity];
    }

    /** Returns the array, of which the first {@link #length} bytes are in use. */
    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public void clear() {
        length = 0;
    }

    /** Shortens the content to a length. */
    public void truncate(int newLength) {
        length = Math.min(length, newLength);
    }

    public byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void reserve(int more) {
        long needed = (long) length + more;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(needed, Math.min(2L * bytes.length, 1 << 30))));
        }
    }

    public GrowingBytes add(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    public GrowingBytes add(byte[] source) {
        return add(source, 0, source.length);
    }

    // Copies the low byte of each character, which is all that ASCII has, many at a time.
    @SuppressWarnings("deprecation")
    public GrowingBytes add(String ascii) {
        int count = ascii.length();
        reserve(count);
        ascii.getBytes(0, count, bytes, length);
        length += count;
        return this;
    }

    public GrowingBytes addShort(int value) {
        reserve(2);
        bytes[length++] = (byte) (value >> 8);
        bytes[length++] = (byte) value;
        return this;
    }

    public GrowingBytes addInt(int value) {
        reserve(4);
        setInt(length, value);
        length += 4;
        return this;
    }

    /** Overwrites four bytes, high byte first. */
    public void setInt(int at, int value) {
        bytes[at] = (byte) (value >> 24);
        bytes[at + 1] = (byte) (value >> 16);
        bytes[at + 2] = (byte) (value >> 8);
        bytes[at + 3] = (byte) value;
    }

    public GrowingBytes number(long value) {
        reserve(20);
        if (value < 0) {
            bytes[length++] = '-';
        }
        digits(Math.abs(value));
        return this;
    }

    private void digits(long value) {
        if (value >= 10) {
            digits(value / 10);
        }
        bytes[length++] = (byte) ('0' + value % 10);
    }

    /** Adds a price in quotes, with two decimals. */
    public GrowingBytes price(long cents) {
        add(cents < 0 ? "\"-" : "\"").number(Math.abs(cents) / 100);
        reserve(4);
        bytes[length++] = '.';
        bytes[length++] = (byte) ('0' + Math.abs(cents) / 10 % 10);
        bytes[length++] = (byte) ('0' + Math.abs(cents) % 10);
        bytes[length++] = '"';
        return this;
    }

    /** Adds a text in quotes, or null. */
    public GrowingBytes text(TextRange text) {
        if (text.isNothing()) {
            return add("null");
        }
        byte[] source = text.bytes();
        int end = text.end();
        add("\"");
        int copied = text.start();
        for (int i = copied; i < end; i++) {
            byte value = source[i];
            byte escape = ESCAPES[value & 0xFF];
            if (escape != 0) {
                add(source, copied, i);
                escaped(escape, value);
                i += value == '"' && text.hasDoubledQuotes() ? 1 : 0;
                copied = i + 1;
            }
        }
        return add(source, copied, end).add("\"");
    }

    private void escaped(byte escape, byte value) {
        reserve(6);
        bytes[length++] = '\\';
        bytes[length++] = escape;
        if (escape == 'u') {
            bytes[length++] = '0';
            bytes[length++] = '0';
            bytes[length++] = HEXADECIMAL[value >> 4];
            bytes[length++] = HEXADECIMAL[value & 0xF];
        }
    }
}
