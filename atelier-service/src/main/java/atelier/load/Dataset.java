package atelier.load;

import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A schema that an import replaces as a whole: the tables that CSV files fill, tables that are precomputed from them,
 * and the one-row table {@code edition}, whose {@code imported_at} identifies the import.
 */
public interface Dataset {
    /** Returns the name of the served schema. */
    String schema();

    /** Returns the name of the schema in which an import builds the next edition. */
    default String nextSchema() {
        return schema() + "_next";
    }

    /** Returns the name of the replaced schema until it is dropped. */
    default String oldSchema() {
        return schema() + "_old";
    }

    /** Returns the tables that files fill; each after the tables that it refers to. */
    List<CsvTable> tables();

    /**
     * Returns the tables that {@link Precomputation} fills. Their keys and indexes are built last. If a file's table is one of them, its
     * rows are checked when the file is read, and stored by the precomputation, which completes them.
     */
    default List<String> precomputedTables() {
        return List.of();
    }

    /**
     * Returns the tables by which the switch shuts out readers. Every statement of the service that reads the schema
     * must lock one of them before any other table; if it locks several, in this order.
     */
    List<String> switchLocks();

    /** Returns the channel on which PostgreSQL notifies the nodes of a switch. */
    String channel();

    /** Returns the INSERT into {@code edition} that follows the last row; its only parameter is the import's time. */
    String insertEdition();

    /** Returns the sequences that number the rows which clients add. They outlive the dataset. */
    default List<IdSequence> sequences() {
        return List.of();
    }

    /** Returns what clients can write. If they have written since the last import, the next import discards it only if it is told to. */
    default List<Written> written() {
        return List.of();
    }

    /** Returns the triggers of the tables. */
    default Optional<Triggers> triggers() {
        return Optional.empty();
    }

    /**
     * The triggers of a dataset's tables, which call functions of {@code shop}.
     *
     * @param names their names, each with its table: {@code table.trigger}
     * @param statement adds them when all rows are there; {@code {schema}} stands for the schema
     */
    record Triggers(List<String> names, String statement) {}

    /** Begins the precomputation of an import. The ids of each table fill up while its file is loaded. */
    default Precomputation precompute(Map<CsvTable, LoadedIds> ids) throws IOException {
        return new Precomputation() {};
    }

    /**
     * A sequence that numbers the rows which clients add to a table. An import moves it behind the largest id of its rows,
     * and never back, so that no id is given twice.
     *
     * @param name the sequence's qualified name
     * @param lastId the column of {@code edition} for the largest id that was given before clients add to the edition
     */
    record IdSequence(CsvTable table, String name, @Nullable String lastId) {}

    /**
     * A kind of data that clients write.
     *
     * @param what its name in messages, in the plural
     * @param condition finds the rows of the table that clients have written or changed, by an index; {@code {schema}} stands for the
     *     schema
     * @param amount the expression whose sum over these rows is the number of writes
     */
    record Written(String what, String table, String condition, String amount) {}

    /** Precomputes tables from the rows of one import; by default none. */
    interface Precomputation extends Closeable {
        /**
         * Takes a loaded row; the values are valid during the call.
         *
         * @param copy has encoded the row for COPY, and not ended it
         */
        default void add(CsvTable table, RowValues row, CopyRows copy) throws IOException {}

        /** Follows the last row of a table. */
        default void endTable(CsvTable table) throws IOException {}

        /** Follows the last table. Work may go on in the background. */
        default void endRows() throws IOException {}

        /** Copies the precomputed rows into the next schema, in the transaction that has created its tables. */
        default void copy(Connection connection) throws IOException, SQLException {}

        @Override
        default void close() throws IOException {}
    }
}
