package atelier.load;

import atelier.database.CatalogueLock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A dataset's next edition: a second schema beside the served one, with the same tables, keys and rights.
 *
 * <p>It is created and filled in one transaction, so PostgreSQL discards an unfinished one by itself. Then {@link
 * SchemaSwitch} puts it in the place of the served schema.
 */
final class NextSchema {
    private final Connection connection;
    private final Statement statement;
    private final Dataset dataset;
    private final String next;
    private List<SchemaDefinitions.Definition> keys = List.of();
    private int built;

    /**
     * Takes the import lock, which ends with the connection, and drops the schema that a killed import left.
     *
     * @param dropDependents whether objects of others that depend on the schema are dropped with it
     * @throws DependentsException if there are such objects and they must not be dropped; nothing has changed then
     */
    NextSchema(Connection connection, Dataset dataset, boolean dropDependents) throws SQLException {
        this.connection = connection;
        this.statement = connection.createStatement();
        this.dataset = dataset;
        next = dataset.nextSchema();
        CatalogueLock.take(connection);
        requireIndependent(statement, dataset, dropDependents);
        statement.execute("DROP SCHEMA IF EXISTS " + next + " CASCADE");
        statement.execute("DROP SCHEMA IF EXISTS " + dataset.oldSchema() + " CASCADE");
        connection.setAutoCommit(false);
    }

    /** @throws DependentsException if objects of others depend on the dataset's schemas and must not be dropped */
    static void requireIndependent(Statement statement, Dataset dataset, boolean dropDependents) throws SQLException {
        List<String> dependents =
                Dependents.of(statement, dataset, dataset.schema(), dataset.nextSchema(), dataset.oldSchema());
        if (!dependents.isEmpty() && !dropDependents) {
            throw new DependentsException(dataset.schema(), dependents);
        }
    }

    /** Creates the tables, without keys. The comment on the schema says where its rows come from. */
    void create(String origin) throws SQLException {
        SchemaDefinitions definitions = new SchemaDefinitions(dataset, statement);
        List<String> tables = definitions.tables();
        List<String> owners = definitions.owners();
        List<String> rights = definitions.rights();
        statement.execute("CREATE SCHEMA " + next);
        statement.execute("COMMENT ON SCHEMA " + next + " IS " + statement.enquoteLiteral(origin));
        for (String table : tables) {
            statement.execute(table);
        }
        for (String owner : owners) {
            statement.execute(owner);
        }
        for (String right : rights) {
            statement.execute(right);
        }
    }

    /** Builds keys and indexes of the tables that are loaded from files; PostgreSQL checks the references between them. */
    void indexRows(Consumer<String> step) throws SQLException {
        keys = new SchemaDefinitions(dataset, statement).keysAndIndexes();
        statement.execute("SET LOCAL search_path = " + next);
        statement.execute("SET LOCAL maintenance_work_mem = '256MB'");
        // The planner needs the tables' sizes before it joins them for the foreign keys.
        step.accept("reading statistics");
        statement.execute("ANALYZE "
                + dataset.tables().stream()
                        .map(CsvTable::table)
                        .filter(table -> !dataset.precomputedTables().contains(table))
                        .collect(Collectors.joining(", ")));
        build(false, step);
    }

    /** Adds the edition, builds the keys and indexes of precomputed tables, adds the triggers, and commits. */
    void finish(Instant importedAt, Consumer<String> step) throws SQLException {
        try (PreparedStatement edition = connection.prepareStatement(dataset.insertEdition())) {
            edition.setTimestamp(1, Timestamp.from(importedAt));
            edition.executeUpdate();
        }
        step.accept("reading statistics of the precomputed tables");
        statement.execute("ANALYZE edition");
        for (String table : dataset.precomputedTables()) {
            statement.execute("ANALYZE " + table);
        }
        build(true, step);
        Dataset.Triggers triggers = dataset.triggers().orElse(null);
        if (triggers != null) {
            statement.execute(triggers.statement().replace("{schema}", next));
        }
        step.accept("writing to disk");
        connection.commit();
    }

    private void build(boolean ofPrecomputed, Consumer<String> step) throws SQLException {
        for (SchemaDefinitions.Definition key : keys) {
            if (key.ofPrecomputed() == ofPrecomputed) {
                step.accept("building %s (%s of %s)".formatted(key.name(), ++built, keys.size()));
                statement.execute(key.statement());
            }
        }
    }
}
