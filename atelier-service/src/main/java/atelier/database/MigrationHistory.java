package atelier.database;

import atelier.cli.OperatorException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Liquibase's table of the changes that a database has. Its schema is the first of the search path at the first migration, which may
 * be another one now: {@code ALTER ROLE}, another role or {@code currentSchema} in the URL change it.
 *
 * @param schema the schema of the table, or the one in which the first migration is to create it
 * @param applied the names of the changes
 */
record MigrationHistory(String schema, Set<String> applied) {
    /** The author in {@code migrations.sql}. Other applications in the database may have a history of their own. */
    private static final String AUTHOR = "atelier";

    private static final String TABLES = """
            SELECT nspname, format('%I.%I', nspname, relname),
                   has_schema_privilege(relnamespace, 'USAGE') AND has_table_privilege(pg_class.oid, 'SELECT')
            FROM pg_catalog.pg_class
            JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace
            WHERE relname = 'databasechangelog' AND relkind IN ('r', 'p')
            ORDER BY nspname = current_schema() DESC NULLS LAST, nspname
            """;

    private record Table(String schema, String name, boolean readable) {}

    /**
     * Finds the history in any schema, by the changes of {@code migrations.sql} in it.
     *
     * <p>Reads the table without Liquibase, whose initialisation takes longer than the rest of the service's start.
     *
     * @throws OperatorException if the history cannot be read, or if there is no history and no schema to create it in
     */
    static MigrationHistory find(Connection connection) throws SQLException {
        List<Table> tables = tables(connection);
        for (Table table : tables) {
            Set<String> applied = table.readable() ? changes(connection, table) : Set.of();
            if (!applied.isEmpty()) {
                return new MigrationHistory(table.schema(), applied);
            }
        }
        return new MigrationHistory(schemaForNewHistory(connection, tables), Set.of());
    }

    private static List<Table> tables(Connection connection) throws SQLException {
        List<Table> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                tables.add(new Table(rows.getString(1), rows.getString(2), rows.getBoolean(3)));
            }
        }
        return tables;
    }

    private static Set<String> changes(Connection connection, Table table) throws SQLException {
        Set<String> changes = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT id FROM " + table.name() + " WHERE author = '" + AUTHOR + "'")) {
            while (rows.next()) {
                changes.add(rows.getString(1));
            }
        }
        return changes;
    }

    private static String schemaForNewHistory(Connection connection, List<Table> tables) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT current_schema(), current_setting('search_path'), quote_ident(current_user),
                               to_regnamespace('catalogue') IS NOT NULL
                        """)) {
            row.next();
            String user = row.getString(3);
            if (row.getBoolean(4)) {
                requireReadable(tables, user);
            }
            if (row.getString(1) == null) {
                throw new OperatorException("The search_path of " + user + " is " + row.getString(2)
                        + ", which names no schema that exists and that " + user
                        + " may use: create the schema, or run ALTER ROLE " + user + " RESET search_path.");
            }
            return row.getString(1);
        }
    }

    private static void requireReadable(List<Table> tables, String user) {
        for (Table table : tables) {
            if (!table.readable()) {
                throw new OperatorException("The user " + user
                        + " may not read the table of migrations: run GRANT USAGE ON SCHEMA " + table.schema() + " TO "
                        + user + "; GRANT SELECT ON " + table.name() + " TO " + user + ".");
            }
        }
    }
}
