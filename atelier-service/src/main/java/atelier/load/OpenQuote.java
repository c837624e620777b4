package atelier.load;

import java.io.IOException;

/**
 * Judges a quoted field whose line ends before the closing quote. The published photos.csv lacks some of these quotes, and its next line is
 * another row. A text with a line break goes on in the next line.
 */
final class OpenQuote {
    private static final int NONE = -1;

    private final CsvLines reader;
    private final byte[] buffer;
    private final int width;
    private final boolean startsWithId;
    /** The field that goes on in the next line. */
    private int open = NONE;

    /**
     * @param width how many fields a row has
     * @param startsWithId whether the first of them is the row's id
     */
    OpenQuote(CsvLines reader, int width, boolean startsWithId) {
        this.reader = reader;
        this.buffer = reader.buffer();
        this.width = width;
        this.startsWithId = startsWithId;
    }

    /** Whether a field that the current line leaves open goes on in the next line. The current line moves in the buffer. */
    boolean goesOn(int field) throws IOException {
        reader.lookAhead();
        boolean isLast = reader.nextStart() == reader.nextEnd();
        open = !isLast && rest(field, reader.nextStart(), reader.nextEnd()) != Rest.NONE ? field : NONE;
        return open != NONE;
    }

    /** Whether the current line belongs to a text that began in a line before it. */
    boolean isInside() {
        if (open == NONE) {
            return false;
        }
        Rest rest = rest(open, reader.start(), reader.end());
        open = rest == Rest.WITHOUT_END ? open : NONE;
        return rest != Rest.NONE;
    }

    /** The part of a line that belongs to the open field of the line before. */
    private enum Rest {
        NONE,
        WITHOUT_END,
        WITH_END
    }

    private Rest rest(int field, int from, int to) {
        int quote = closingQuote(from, to);
        if (quote == to) {
            return isRow(from, to) ? Rest.NONE : Rest.WITHOUT_END;
        }
        int behind = LineText.skipBlanks(buffer, quote + 1, to);
        boolean endsField = behind == to || buffer[behind] == ',';
        return endsField && field + LineText.countFields(buffer, behind, to) == width ? Rest.WITH_END : Rest.NONE;
    }

    private int closingQuote(int from, int to) {
        int position = from;
        while (position < to) {
            if (buffer[position] != '"') {
                position++;
            } else if (position + 1 < to && buffer[position + 1] == '"') {
                position += 2;
            } else {
                return position;
            }
        }
        return to;
    }

    private boolean isRow(int from, int to) {
        int first = LineText.skipBlanks(buffer, from, to);
        boolean isNumber = first < to && buffer[first] >= '0' && buffer[first] <= '9';
        return (isNumber || !startsWithId) && LineText.countFields(buffer, from, to) == width;
    }
}
