package atelier.load;

import atelier.bytes.GrowingBytes;
import java.util.Arrays;

/** {@link Records} in the order of their owners, and those of an owner in the order of kind, number and arrival. */
public final class SortedRecords {
    private static final int SEQUENCE_BITS = 29;
    private static final int KIND_SHIFT = SEQUENCE_BITS + 31;

    private final byte[] records;
    /** The position of each record, in the order of arrival. */
    private final int[] places;
    /** For each record, from the highest bits to the lowest: kind, number, and index in {@link #places}. */
    private final long[] keys;
    /** The end of each owner's records. */
    private final int[] ends;

    /**
     * @param owners the owners, ascending
     * @param records the records of these owners only
     * @param length the number of bytes of the array that are records
     */
    public SortedRecords(int[] owners, byte[] records, int length) {
        this.records = records;
        int[] next = new int[owners.length + 1];
        int count = 0;
        int owner = 0;
        for (int at = 0; at < length; at = Records.end(records, at)) {
            owner = place(owners, owner, at);
            next[owner + 1]++;
            count++;
        }
        Arrays.parallelPrefix(next, Integer::sum);
        places = new int[count];
        keys = new long[count];
        int sequence = 0;
        for (int at = 0; at < length; at = Records.end(records, at)) {
            owner = place(owners, owner, at);
            places[sequence] = at;
            keys[next[owner]++] = (long) Records.kind(records, at) << KIND_SHIFT
                    | (long) Records.number(records, at) << SEQUENCE_BITS
                    | sequence++;
        }
        ends = next;
        for (int i = 0; i < owners.length; i++) {
            Arrays.sort(keys, start(i), end(i));
        }
    }

    private int place(int[] owners, int last, int at) {
        int owner = Records.owner(records, at);
        return owners[last] == owner ? last : Arrays.binarySearch(owners, owner);
    }

    /** Returns the index of the first record of an owner. */
    public int start(int owner) {
        return owner == 0 ? 0 : ends[owner - 1];
    }

    /** Returns the index behind the last record of an owner. */
    public int end(int owner) {
        return ends[owner];
    }

    public int kind(int index) {
        return (int) (keys[index] >>> KIND_SHIFT);
    }

    public int number(int index) {
        return (int) (keys[index] >>> SEQUENCE_BITS) & Integer.MAX_VALUE;
    }

    /** Returns the content of a record. */
    public byte[] content(int index) {
        int at = at(index);
        return Arrays.copyOfRange(records, at + Records.HEAD, Records.end(records, at));
    }

    /** Adds the contents of records, with commas between them. */
    public void addTo(GrowingBytes json, int from, int to) {
        for (int index = from; index < to; index++) {
            json.add(index == from ? "" : ",");
            int at = at(index);
            json.add(records, at + Records.HEAD, Records.end(records, at));
        }
    }

    private int at(int index) {
        return places[(int) keys[index] & (1 << SEQUENCE_BITS) - 1];
    }
}
