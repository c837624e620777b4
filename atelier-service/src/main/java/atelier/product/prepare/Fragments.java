package atelier.product.prepare;

import atelier.load.Records;
import atelier.load.RowValues;

/** Makes the records from which {@link DocumentRenderer} makes documents: the JSON of single rows. */
public final class Fragments {
    private Fragments() {}

    /** Adds the record of a row: the product owns it, the kind is the table, and the number the style. */
    public static void add(CatalogueTable table, RowValues row, Records records) {
        table.json().write(row, records.begin(row.root(), table.place(), style(table, row)));
        records.end();
    }

    private static int style(CatalogueTable table, RowValues row) {
        return switch (table) {
            case STYLE -> row.id();
            case PHOTO, SKU -> row.parent();
            default -> 0;
        };
    }
}
