package atelier.serve;

import atelier.bytes.GrowingBytes;
import atelier.bytes.TextRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;

/**
 * The JSON of a page: items, separated by commas, which grow row by row until the page is as large as it may be. An item consists of
 * a row that begins it, and of the rows that follow.
 */
public abstract class PageJson {
    private final GrowingBytes json = new GrowingBytes(1 << 12);
    private final TextRange text = new TextRange();
    private final int limit;
    private int rows;
    /** The length of the items before the last one. */
    private int before;

    private boolean inItem;
    private boolean lacksText;
    private boolean full;

    /** @param limit after how many bytes the page is full */
    protected PageJson(int limit) {
        this.limit = limit;
    }

    /** Returns whether the current row begins an item. */
    protected abstract boolean begins(ResultSet row) throws SQLException;

    /** Begins the item of the current row. */
    protected abstract void begin(ResultSet row, GrowingBytes page) throws SQLException;

    /** Adds the current row to the item. */
    protected abstract void add(ResultSet row, GrowingBytes page) throws SQLException;

    /** Ends the item. */
    protected abstract void end(GrowingBytes page);

    /** Returns how many bytes {@link #end} will add, if they are many. */
    protected int pending() {
        return 0;
    }

    /**
     * Adds the current row of a result, and returns whether the page takes further rows. If the page is full, the last item is left out,
     * unless it is the only one: then it lacks the rows that follow.
     */
    final boolean add(ResultSet row) throws SQLException {
        if (full) {
            return false;
        }
        rows++;
        if (begins(row)) {
            endItem();
            before = json.length();
            if (before > 0) {
                json.add(",");
            }
            inItem = true;
            begin(row, json);
        } else {
            add(row, json);
        }
        if (json.length() + pending() > limit) {
            full = true;
            if (before > 0) {
                json.truncate(before);
                inItem = false;
            }
        }
        return !full;
    }

    private void endItem() {
        if (inItem) {
            end(json);
            inItem = false;
        }
    }

    /** Returns whether the page has all texts of its rows, and these are fewer than were asked for. */
    final boolean isWhole(int mostRows) {
        return !full && !lacksText && rows < mostRows;
    }

    /** Returns the items. No row can be added then. */
    final byte[] toArray() {
        endItem();
        full = true;
        return json.toArray();
    }

    /** Adds a text in quotes. The query gives null in its place if it is longer than was asked for. */
    protected final void addText(ResultSet row, int column, GrowingBytes target) throws SQLException {
        lacksText |= !addTextOrNull(row, column, target);
    }

    /** Adds a text in quotes, or null. Returns whether there is a text. */
    protected final boolean addTextOrNull(ResultSet row, int column, GrowingBytes target) throws SQLException {
        byte[] bytes = row.getBytes(column);
        if (bytes == null) {
            target.text(text.setNothing());
            return false;
        }
        target.text(text.set(bytes, 0, bytes.length, false));
        return true;
    }

    /** Adds the beginning of a day in UTC, in quotes. The query gives the days since 1970. */
    protected static void addDay(ResultSet row, int column, GrowingBytes target) throws SQLException {
        target.add("\"")
                .add(LocalDate.ofEpochDay(row.getInt(column)).toString())
                .add("T00:00:00.000Z\"");
    }

    /** Adds a comma, unless an array or an object has just begun. */
    protected static void addComma(GrowingBytes target) {
        byte last = target.array()[target.length() - 1];
        if (last != '[' && last != '{') {
            target.add(",");
        }
    }

    /** Returns whether a column of the current row is null. */
    protected static boolean isNull(ResultSet row, int column) throws SQLException {
        return row.getInt(column) == 0 && row.wasNull();
    }
}
