package atelier.serve;

import atelier.bytes.GrowingBytes;
import atelier.bytes.NumberedTexts;
import atelier.bytes.TextRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;

/**
 * The JSON of a page: items, separated by commas, which grow row by row until the page is as large as it may be. Each row is an item,
 * unless {@link #begins} says that it belongs to the one before.
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
    protected boolean begins(ResultSet row) throws SQLException {
        return true;
    }

    /** Begins the item of the current row. */
    protected abstract void begin(ResultSet row, GrowingBytes page) throws SQLException;

    /** Adds a row that does not begin an item. */
    protected void add(ResultSet row) throws SQLException {
        throw new IllegalStateException("Each row of this page is an item");
    }

    /** Ends the item, if {@link #begin} has not. */
    protected void end(GrowingBytes page) {
        // Its only row has ended it.
    }

    /** Returns how many bytes {@link #end} will add, if they are many. */
    protected int pending() {
        return 0;
    }

    /**
     * Adds the current row of a result, and returns whether the page takes further rows. If the page is full, the last item is left out,
     * unless it is the only one: then it lacks the rows that follow.
     */
    final boolean take(ResultSet row) throws SQLException {
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
            add(row);
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

    /** Returns whether the page has all texts of its rows, and fewer rows than were requested. */
    final boolean isWhole(int mostRows) {
        return !full && !lacksText && rows < mostRows;
    }

    /** Returns the items. No row can be added then. */
    final byte[] toArray() {
        endItem();
        full = true;
        return json.toArray();
    }

    /** Adds a text in quotes. The query returns null in its place if it is too long. */
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

    /** Adds JSON that is stored as it is shown. */
    protected final void addJson(ResultSet row, int column, GrowingBytes target) throws SQLException {
        byte[] stored = row.getBytes(column);
        if (stored == null) {
            lacksText = true;
        } else {
            target.add(stored);
        }
    }

    /**
     * Adds the photos of a column that has their ids and URLs, as an import and shoppers' writes store them: {@code 17,"first",18,"second"}.
     *
     * @param withIds whether a photo is an object with both, or only its URL
     */
    protected final void addPhotos(ResultSet row, int column, boolean withIds, GrowingBytes target)
            throws SQLException {
        byte[] photos = row.getBytes(column);
        if (photos == null) {
            lacksText = true;
            return;
        }
        for (int at = 0; at < photos.length; ) {
            if (at > 0) {
                target.add(",");
            }
            int url = NumberedTexts.behindNumber(photos, at);
            int end = NumberedTexts.behindText(photos, url);
            if (withIds) {
                target.add("{\"id\":")
                        .add(photos, at, url)
                        .add("\"url\":")
                        .add(photos, url, end)
                        .add("}");
            } else {
                target.add(photos, url, end);
            }
            at = end + 1;
        }
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
