package atelier.product.prepare;

import atelier.bytes.GrowingBytes;
import atelier.load.Column;
import atelier.load.CsvTable;
import atelier.load.RowValues;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /** The JSON of a table's rows: text in which {@code $column} stands for the value of a column. */
    static final class Template {
        private static final Pattern COLUMN = Pattern.compile("\\$(\\w+)");

        private final Column[] columns;
        /** The text before each column, and the text behind the last. */
        private final byte[][] texts;

        Template(CsvTable table, String template) {
            List<Column> found = new ArrayList<>();
            List<byte[]> between = new ArrayList<>();
            Matcher matcher = COLUMN.matcher(template);
            int from = 0;
            while (matcher.find()) {
                between.add(ascii(template.substring(from, matcher.start())));
                found.add(table.column(matcher.group(1)));
                from = matcher.end();
            }
            between.add(ascii(template.substring(from)));
            columns = found.toArray(Column[]::new);
            texts = between.toArray(byte[][]::new);
        }

        private static byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        void write(RowValues row, GrowingBytes json) {
            for (int i = 0; i < columns.length; i++) {
                json.add(texts[i]);
                columns[i].json(row, json);
            }
            json.add(texts[columns.length]);
        }

        /** Returns the expressions that {@link #read} expects. */
        List<String> select() {
            List<String> expressions = new ArrayList<>();
            for (Column column : columns) {
                expressions.add(column.select());
            }
            return expressions;
        }

        /** Reads the columns from a query's row, from a position on. */
        void read(ResultSet row, int position, RowValues values) throws SQLException {
            for (int i = 0; i < columns.length; i++) {
                columns[i].read(row, position + i, values);
            }
        }
    }
}
