package atelier.load;

import java.util.HashMap;
import java.util.Map;
import org.roaringbitmap.RoaringBitmap;

/**
 * The ids of the rows that an import has rejected so far. A row that refers to one of them is rejected too, but has no fault of its
 * own.
 */
final class RejectedIds {
    /** By the qualified name of the table, under which other datasets refer to it. */
    private final Map<String, RoaringBitmap> byTable = new HashMap<>();

    /**
     * Adds the id of a rejected row.
     *
     * @param id 0 if nobody knows it
     */
    void add(Dataset dataset, CsvTable table, int id) {
        if (id > 0) {
            byTable.computeIfAbsent(name(dataset, table), name -> new RoaringBitmap())
                    .add(id);
        }
    }

    /** Returns whether a row with this id was rejected. */
    boolean contains(Dataset dataset, CsvTable table, int id) {
        RoaringBitmap ids = byTable.get(name(dataset, table));
        return ids != null && ids.contains(id);
    }

    private static String name(Dataset dataset, CsvTable table) {
        return table.isServed() ? table.fileName() : dataset.schema() + "." + table.table();
    }
}
