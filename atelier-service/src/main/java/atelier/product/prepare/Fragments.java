package atelier.product.prepare;

import atelier.bytes.GrowingBytes;
import atelier.load.RowValues;

/**
 * The JSON of single rows, as a sequence of records. The head of a record holds the product, the style, the table and
 * the length. Records may be concatenated in any order, as long as those of one table keep the order of their file.
 */
public final class Fragments {
    static final int HEAD = 12;

    private static final int LENGTH_BITS = 28;
    private static final int LONGEST = (1 << LENGTH_BITS) - 1;

    private final GrowingBytes bytes = new GrowingBytes(1 << 12);

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

    /** Returns the product of the record at a position. */
    public static int product(byte[] records, int at) {
        return number(records, at);
    }

    /** Returns the end of the record at a position. */
    public static int end(byte[] records, int at) {
        return at + HEAD + (number(records, at + 8) & LONGEST);
    }

    static int style(byte[] records, int at) {
        return number(records, at + 4);
    }

    /** Returns the {@link CatalogueTable#place} of the record's table. */
    static int table(byte[] records, int at) {
        return number(records, at + 8) >> LENGTH_BITS;
    }

    private static int number(byte[] records, int at) {
        return records[at] << 24
                | (records[at + 1] & 0xFF) << 16
                | (records[at + 2] & 0xFF) << 8
                | (records[at + 3] & 0xFF);
    }

    /** Adds the record of a row. */
    // The number of a table is in memory only.
    @SuppressWarnings("EnumOrdinal")
    public void add(CatalogueTable table, RowValues row) {
        int start = bytes.length();
        bytes.addInt(row.root()).addInt(style(table, row)).addInt(0);
        table.json().write(row, bytes);
        int length = bytes.length() - start - HEAD;
        if (length > LONGEST) {
            throw new IllegalArgumentException(
                    "A row of product " + row.root() + " has " + length + " bytes, more than " + LONGEST);
        }
        bytes.setInt(start + 8, table.place() << LENGTH_BITS | length);
    }

    private static int style(CatalogueTable table, RowValues row) {
        return switch (table) {
            case STYLE -> row.id();
            case PHOTO, SKU -> row.parent();
            default -> 0;
        };
    }
}
