package atelier.product.prepare;

import atelier.load.CsvTable;
import atelier.load.Records;
import atelier.load.RowValues;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Reads the rows of some products from the served catalogue as records of {@link Fragments}. */
final class CatalogueRows {
    private static final Map<CatalogueTable, String> QUERIES = new EnumMap<>(CatalogueTable.class);

    static {
        for (CatalogueTable table : CatalogueTable.values()) {
            QUERIES.put(table, query(table));
        }
    }

    private final Connection connection;
    private final Array ids;

    CatalogueRows(Connection connection, int[] ids) throws SQLException {
        this.connection = connection;
        this.ids =
                connection.createArrayOf("integer", Arrays.stream(ids).boxed().toArray());
    }

    private static String query(CatalogueTable table) {
        CsvTable csv = table.csv();
        List<String> selected = new ArrayList<>(csv.key());
        selected.addAll(table.json().select());
        return "SELECT " + String.join(", ", selected)
                + " FROM catalogue." + csv.table()
                + " WHERE " + csv.key().get(0) + " = ANY (?)"
                + " ORDER BY " + (csv.hasPosition() ? "position" : "id")
                // Transactions that rebuild the same product wait for each other.
                + (table == CatalogueTable.PRODUCT ? " FOR NO KEY UPDATE" : "");
    }

    /** Reads all rows, and returns the ids of the products that exist, ascending. */
    int[] read(Records records) throws SQLException {
        IntStream.Builder found = IntStream.builder();
        for (CatalogueTable table : CatalogueTable.values()) {
            try (PreparedStatement statement = connection.prepareStatement(QUERIES.get(table))) {
                statement.setArray(1, ids);
                try (ResultSet rows = statement.executeQuery()) {
                    int[] key = new int[table.csv().key().size()];
                    RowValues values = table.csv().newValues();
                    while (rows.next()) {
                        for (int i = 0; i < key.length; i++) {
                            key[i] = rows.getInt(1 + i);
                        }
                        values.setKey(key);
                        table.json().read(rows, 1 + key.length, values);
                        Fragments.add(table, values, records);
                        if (table == CatalogueTable.PRODUCT) {
                            found.add(values.id());
                        }
                    }
                }
            }
        }
        return found.build().toArray();
    }
}
