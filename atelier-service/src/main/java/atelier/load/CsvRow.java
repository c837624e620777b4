package atelier.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Splits one line of a CSV file into fields without copying: each field is a range of the reader's buffer. One object
 * serves a whole file.
 *
 * <p>A record is always one line. A quoted last field without its closing quote ends with its line: about 190 lines of
 * the published photos.csv are like that. The row counts as repaired, and the next row is not swallowed. A text that
 * goes on in the next line is rejected with all its lines.
 */
final class CsvRow {
    private static final int LONGEST_QUOTATION = 200;
    private static final int OPEN = -1;

    private final CsvLines reader;
    private final byte[] buffer;
    /** By column: the number of its field in this file. */
    private final int[] places;

    private final CsvTable table;
    private final int width;
    private final OpenQuote openQuote;
    private final int[] starts;
    private final int[] ends;
    private final boolean[] quoted;
    private final boolean[] doubled;
    /** How many fields of the current line are set. */
    private int filled;

    private boolean repaired;

    /**
     * @param places by column of the table: the number of its field, or {@code width} for a column that is always null
     * @param width how many fields a line has
     */
    CsvRow(CsvLines reader, CsvTable table, int[] places, int width) {
        this.reader = reader;
        this.buffer = reader.buffer();
        this.table = table;
        this.places = places.clone();
        this.width = width;
        this.openQuote = new OpenQuote(reader, width, this.places[0] == 0);
        // The field behind the last is never set: it stays empty.
        this.starts = new int[width + 1];
        this.ends = new int[width + 1];
        this.quoted = new boolean[width + 1];
        this.doubled = new boolean[width + 1];
    }

    /** Splits the reader's current line. */
    void parse() throws RowRejectedException, IOException {
        repaired = false;
        filled = 0;
        if (reader.isTooLong()) {
            throw rejectedLine(RejectReason.TOO_LONG);
        }
        if (openQuote.isInside()) {
            throw rejectedLine(RejectReason.LINE_BREAK);
        }
        int open = split();
        if (open < width) {
            if (openQuote.goesOn(open)) {
                throw rejectedLine(RejectReason.LINE_BREAK);
            }
            if (open != width - 1) {
                throw rejectedLine(RejectReason.BROKEN_QUOTES);
            }
            // The line has moved.
            split();
            repaired = true;
        }
    }

    /** Returns the last field if its closing quote is missing, otherwise the number of fields. */
    private int split() throws RowRejectedException {
        int end = reader.end();
        int field = 0;
        int position = reader.start();
        while (true) {
            if (field == width) {
                throw rejectedLine(RejectReason.WRONG_WIDTH);
            }
            position = LineText.skipBlanks(buffer, position, end);
            position = position < end && buffer[position] == '"'
                    ? quotedField(field, position + 1, end)
                    : bareField(field, position, end);
            if (position == OPEN) {
                return field;
            }
            field++;
            if (position == end) {
                break;
            }
            position++;
        }
        if (field != width) {
            throw rejectedLine(RejectReason.WRONG_WIDTH);
        }
        return width;
    }

    /** Returns the position of the comma or the line end behind the field. */
    private int bareField(int field, int from, int end) {
        int comma = from;
        while (comma < end && buffer[comma] != ',') {
            comma++;
        }
        int last = comma;
        while (last > from && LineText.isBlank(buffer[last - 1])) {
            last--;
        }
        set(field, from, last, false, false);
        return comma;
    }

    /** Returns the same, or {@link #OPEN} if the closing quote is missing. */
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
                int behind = LineText.skipBlanks(buffer, position + 1, end);
                if (behind < end && buffer[behind] != ',') {
                    throw rejectedLine(RejectReason.BROKEN_QUOTES);
                }
                return behind;
            }
        }
        set(field, from, end, true, hasDoubled);
        return OPEN;
    }

    private void set(int field, int start, int end, boolean isQuoted, boolean hasDoubled) {
        starts[field] = start;
        ends[field] = end;
        quoted[field] = isQuoted;
        doubled[field] = hasDoubled;
        filled = field + 1;
    }

    byte[] buffer() {
        return buffer;
    }

    /** Returns the start of a column's text, in which doubled quotes are still doubled. */
    int start(int column) {
        return starts[places[column]];
    }

    int end(int column) {
        return ends[places[column]];
    }

    boolean hasDoubledQuotes(int column) {
        return doubled[places[column]];
    }

    /** Whether a field is {@code \\N}, or without quotes empty or the word {@code null}. */
    boolean isNull(int column) {
        int place = places[column];
        int start = starts[place];
        int length = ends[place] - start;
        return length == 2
                ? buffer[start] == '\\' && buffer[start + 1] == 'N'
                : !quoted[place] && (length == 0 || (length == 4 && isNullWord(start)));
    }

    private boolean isNullWord(int from) {
        return (buffer[from] | 0x20) == 'n'
                && (buffer[from + 1] | 0x20) == 'u'
                && (buffer[from + 2] | 0x20) == 'l'
                && (buffer[from + 3] | 0x20) == 'l';
    }

    /** Whether the line was read although its last quote is missing. */
    boolean isRepaired() {
        return repaired;
    }

    /** Returns the id in the first column of a rejected row, whose other columns may be broken; 0 if it has no id. */
    int rejectedId() {
        if (places[0] >= filled) {
            return 0;
        }
        int end = end(0);
        long id = 0;
        for (int i = LineText.skipBlanks(buffer, start(0), end);
                i < end && buffer[i] >= '0' && buffer[i] <= '9' && id <= Integer.MAX_VALUE;
                i++) {
            id = id * 10 + buffer[i] - '0';
        }
        return id <= Integer.MAX_VALUE ? (int) id : 0;
    }

    RowRejectedException rejected(RejectReason reason, int column) {
        return new RowRejectedException(reason, name(column), text(start(column), end(column)));
    }

    /** Returns the exception for a row that refers to one that was not loaded. */
    RowRejectedException unknown(CsvTable other, int id, int column) {
        return new RowRejectedException(
                RejectReason.unknown(other), name(column), text(start(column), end(column)), other, id);
    }

    private String name(int column) {
        return table.columns().get(column).name();
    }

    private RowRejectedException rejectedLine(RejectReason reason) {
        return new RowRejectedException(reason, "", text(reader.start(), reader.end()));
    }

    private String text(int from, int to) {
        return new String(
                Arrays.copyOfRange(buffer, from, Math.min(to, from + LONGEST_QUOTATION)), StandardCharsets.UTF_8);
    }
}
