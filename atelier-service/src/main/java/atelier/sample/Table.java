package atelier.sample;

import atelier.sample.GeneratedCatalogue.Expected;
import atelier.sample.GeneratedCatalogue.GeneratedFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** One file while it is written: assigns ids and dirt to its rows, and counts them. */
final class Table implements Closeable {
    /** Above the product and style ids of every catalogue, within 32 bits. */
    private static final long UNKNOWN = 2_000_000_000;

    private static final long UNKNOWNS = 100_000_000;

    private final FileFormat format;
    private final boolean dirty;
    private final long firstId;
    private final CsvFile csv;
    private final Map<Dirt, Long> found = new EnumMap<>(Dirt.class);
    private long position;
    private long id;
    private long rows;
    private long rejected;
    private long consequences;
    private boolean swapWanted;
    private boolean swapped;

    /** Creates a table whose rows are numbered from an id. */
    Table(FileFormat format, boolean dirty, long firstId, OutputStream out) throws IOException {
        this.format = format;
        this.dirty = dirty;
        this.firstId = firstId;
        csv = new CsvFile(out, has(Dirt.WINDOWS_LINE_ENDS) ? "\r\n" : "\n", has(Dirt.FEWER_QUOTES));
        if (has(Dirt.BYTE_ORDER_MARK)) {
            csv.preamble("\uFEFF", false);
        }
        if (!has(Dirt.NO_HEADER)) {
            csv.preamble(format.header(dirty), true);
        }
        format.plan().kinds().forEach(kind -> found.put(kind, 0L));
        format.dirtOfFile().forEach(kind -> found.put(kind, dirty ? 1L : 0L));
    }

    boolean has(Dirt dirtOfFile) {
        return dirty && format.dirtOfFile().contains(dirtOfFile);
    }

    /** Whether the row with this id will be rejected for a fault of its own. */
    boolean rejects(long rowId) {
        return dirty && format.plan().at(rowId - firstId + 1).rejectsRow();
    }

    /**
     * Begins the next row and returns its dirt.
     *
     * @param orphan whether a row to which this row refers was rejected; such a row gets no dirt, because two reasons to
     *     reject it would make its count ambiguous
     * @param followed whether another row of the same parent follows, with which this row can be swapped
     */
    Dirt next(boolean orphan, boolean followed) {
        position++;
        id = firstId + position - 1;
        rows++;
        if (orphan) {
            rejected++;
            consequences++;
            return Dirt.NONE;
        }
        if (swapped) {
            swapped = false;
            id--;
            return Dirt.NONE;
        }
        Dirt dirt = dirty ? inOrder(format.plan().at(position), followed) : Dirt.NONE;
        if (dirt != Dirt.NONE) {
            found.merge(dirt, 1L, Long::sum);
            rejected += dirt.rejectsRow() ? 1 : 0;
        }
        return dirt;
    }

    private Dirt inOrder(Dirt planned, boolean followed) {
        swapWanted |= planned == Dirt.OUT_OF_ORDER;
        boolean free = planned == Dirt.OUT_OF_ORDER || planned == Dirt.NONE;
        if (!free || !swapWanted) {
            return planned;
        }
        // Without a neighbour, the next row that has one is swapped.
        if (!followed) {
            return Dirt.NONE;
        }
        swapWanted = false;
        swapped = true;
        id++;
        return Dirt.OUT_OF_ORDER;
    }

    /** Counts one more row with the id of the current row. */
    void repeatKey() {
        rows++;
        rejected++;
    }

    /** Returns the id of the current row. */
    long id() {
        return id;
    }

    /** Returns the id to write as the id of the row that owns this row. */
    long parent(Dirt dirt, long parent) {
        return dirt == Dirt.UNKNOWN_PARENT ? UNKNOWN + id % UNKNOWNS : parent;
    }

    CsvFile row() throws IOException {
        return csv.row();
    }

    long rows() {
        return rows;
    }

    GeneratedFile account() {
        Map<String, Long> dirt = new LinkedHashMap<>();
        found.forEach((kind, count) -> dirt.put(kind.label(), count));
        long repaired = found.getOrDefault(Dirt.MISSING_CLOSING_QUOTE, 0L);
        return new GeneratedFile(rows, dirt, consequences, new Expected(rejected, repaired));
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
