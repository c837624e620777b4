package atelier.load;

import atelier.cli.OperatorException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The ids to which the rows of a dataset may refer. */
final class ReferencedIds {
    private static final int ROWS_AT_ONCE = 10_000;

    private ReferencedIds() {}

    /**
     * Returns the ids of each table that the dataset's files fill, which are empty yet, and those of the served tables of
     * other datasets to which they refer.
     *
     * @throws OperatorException if such a served table is empty
     */
    static Map<CsvTable, LoadedIds> of(Dataset dataset, Connection connection) throws SQLException {
        Map<CsvTable, LoadedIds> ids = new LinkedHashMap<>();
        for (CsvTable table : dataset.tables()) {
            for (Column column : table.columns()) {
                CsvTable other = column.references();
                if (other != null && other.isServed() && !ids.containsKey(other)) {
                    ids.put(other, served(other, dataset, connection));
                }
            }
            CsvTable parent = table.parent();
            boolean ownsOthers = dataset.tables().stream().anyMatch(other -> other.parent() == table);
            @Nullable
            LoadedIds ofOwners = ownsOthers && parent != null ? Objects.requireNonNull(ids.get(parent)) : null;
            boolean isCompared = dataset.tables().stream().anyMatch(other -> other.comparesOwnersOf(table));
            ids.put(table, new LoadedIds(ofOwners, isCompared));
        }
        return ids;
    }

    private static LoadedIds served(CsvTable table, Dataset dataset, Connection connection) throws SQLException {
        LoadedIds ids = new LoadedIds(null, false);
        // In a transaction the driver fetches rows in parts.
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(ROWS_AT_ONCE);
            try (ResultSet rows = statement.executeQuery("SELECT id FROM " + table.fileName() + " ORDER BY id")) {
                while (rows.next()) {
                    ids.add(rows.getInt(1));
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        if (ids.count() == 0) {
            throw new OperatorException("The database has no " + table.table() + " to which " + dataset.schema()
                    + " could refer; import " + table.fileName().replaceFirst("\\..*", "") + " first.");
        }
        return ids;
    }
}
