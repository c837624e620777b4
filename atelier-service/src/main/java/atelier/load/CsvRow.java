package atelier.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * One line of a CSV file taken apart, without copying: each field is a range of the reader's buffer. One object serves a
 * whole file.
 *
 * <p>A record is one line, always. A quoted last field whose closing quote is missing ends with its line, which the real
 * photos.csv needs on some 190 lines: the row counts as repaired, and the next row is not swallowed.
 */
final class CsvRow {
    private static final int LONGEST_QUOTATION = 200;

    private final CsvLines reader;
    private final byte[] buffer;
    /** For each of the file's known columns, its place in this very file. */
    private final int[] places;

    private final List<String> columns;
    private final int width;
    private final int[] starts;
    private final int[] ends;
    private final boolean[] quoted;
    private final boolean[] doubled;
    private boolean repaired;

    /**
     * @param columns the names by which errors speak of the columns
     * @param places the place of each of these columns in the file
     * @param width how many columns the file has
     */
    CsvRow(CsvLines reader, List<String> columns, int[] places, int width) {
        this.reader = reader;
        this.buffer = reader.buffer();
        this.columns = columns;
        this.places = places.clone();
        this.width = width;
        this.starts = new int[width];
        this.ends = new int[width];
        this.quoted = new boolean[width];
        this.doubled = new boolean[width];
    }

    /** Takes the reader's current line apart. */
    void parse() throws RowRejectedException {
        repaired = false;
        if (reader.isTooLong()) {
            throw rejectedLine(RejectReason.TOO_LONG);
        }
        int end = reader.end();
        int field = 0;
        int position = reader.start();
        while (true) {
            if (field == width) {
                throw rejectedLine(RejectReason.WRONG_WIDTH);
            }
            position = skipBlanks(position, end);
            position = position < end && buffer[position] == '"'
                    ? quotedField(field, position + 1, end)
                    : bareField(field, position, end);
            field++;
            if (position == end) {
                break;
            }
            position++;
        }
        if (field != width) {
            throw rejectedLine(RejectReason.WRONG_WIDTH);
        }
    }

    /** Returns where the comma or the end behind the field is. */
    private int bareField(int field, int from, int end) {
        int comma = from;
        while (comma < end && buffer[comma] != ',') {
            comma++;
        }
        int last = comma;
        while (last > from && isBlank(buffer[last - 1])) {
            last--;
        }
        set(field, from, last, false, false);
        return comma;
    }

    private int quotedField(int field, int from, int end) throws RowRejectedException {
        boolean hasDoubled = false;
        int position = from;
        while (position < end) {
            if (buffer[position] != '"') {
                position++;
            } else if (position + 1 < end && buffer[position + 1] == '"') {
                hasDoubled = true;
                position += 2;
            } else {
                set(field, from, position, true, hasDoubled);
                int behind = skipBlanks(position + 1, end);
                if (behind < end && buffer[behind] != ',') {
                    throw rejectedLine(RejectReason.BROKEN_QUOTES);
                }
                return behind;
            }
        }
        if (field != width - 1) {
            throw rejectedLine(RejectReason.BROKEN_QUOTES);
        }
        repaired = true;
        set(field, from, end, true, hasDoubled);
        return end;
    }

    private void set(int field, int start, int end, boolean isQuoted, boolean hasDoubled) {
        starts[field] = start;
        ends[field] = end;
        quoted[field] = isQuoted;
        doubled[field] = hasDoubled;
    }

    private int skipBlanks(int from, int end) {
        int position = from;
        while (position < end && isBlank(buffer[position])) {
            position++;
        }
        return position;
    }

    private static boolean isBlank(byte value) {
        return value == ' ' || value == '\t';
    }

    byte[] buffer() {
        return buffer;
    }

    /** Returns where a column's text begins; doubled quotes in it are still doubled. */
    int start(int column) {
        return starts[places[column]];
    }

    int end(int column) {
        return ends[places[column]];
    }

    boolean hasDoubledQuotes(int column) {
        return doubled[places[column]];
    }

    /** Tells whether a column holds nothing: no character at all, or a bare {@code null}. */
    boolean isNull(int column) {
        int place = places[column];
        int length = ends[place] - starts[place];
        return !quoted[place] && (length == 0 || (length == 4 && isNullWord(starts[place])));
    }

    private boolean isNullWord(int from) {
        return (buffer[from] | 0x20) == 'n'
                && (buffer[from + 1] | 0x20) == 'u'
                && (buffer[from + 2] | 0x20) == 'l'
                && (buffer[from + 3] | 0x20) == 'l';
    }

    /** Tells whether the line had to be mended to be read. */
    boolean isRepaired() {
        return repaired;
    }

    RowRejectedException rejected(RejectReason reason, int column) {
        return new RowRejectedException(reason, columns.get(column), text(start(column), end(column)));
    }

    private RowRejectedException rejectedLine(RejectReason reason) {
        return new RowRejectedException(reason, "", text(reader.start(), reader.end()));
    }

    private String text(int from, int to) {
        return new String(
                Arrays.copyOfRange(buffer, from, Math.min(to, from + LONGEST_QUOTATION)), StandardCharsets.UTF_8);
    }
}
