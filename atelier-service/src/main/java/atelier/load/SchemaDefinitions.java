package atelier.load;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The definitions of a dataset's schema as PostgreSQL knows them, as statements that build the next schema in the same
 * way. So the migrations are the only place that describes a table.
 */
final class SchemaDefinitions {
    private static final String TABLES = """
            SELECT format('CREATE TABLE {next}.%1$I (LIKE {schema}.%1$I INCLUDING ALL EXCLUDING INDEXES)', relname)
                   || coalesce(' WITH (' || array_to_string(reloptions, ', ') || ')', '')
            FROM pg_class
            WHERE relnamespace = '{schema}'::regnamespace AND relkind = 'r' AND relname IN ({tables})
            ORDER BY oid
            """;

    /** Keys before foreign keys. LIKE has copied the constraints of type "n" (NOT NULL) and "c" (CHECK). */
    private static final String KEYS = """
            SELECT conname, '{precomputed}'::regclass[] && ARRAY[conrelid, confrelid]::regclass[],
                   format('ALTER TABLE %I ADD CONSTRAINT %I %s', relname, conname, pg_get_constraintdef(pg_constraint.oid))
            FROM pg_constraint
            JOIN pg_class ON pg_class.oid = conrelid
            WHERE connamespace = '{schema}'::regnamespace AND contype IN ('p', 'u', 'f') AND relname IN ({tables})
            ORDER BY contype = 'f', pg_constraint.oid
            """;

    private static final String INDEXES = """
            SELECT relname, indrelid = ANY ('{precomputed}'::regclass[]), pg_get_indexdef(indexrelid, 0, true)
            FROM pg_index
            JOIN pg_class ON pg_class.oid = indexrelid
            WHERE relnamespace = '{schema}'::regnamespace
              AND indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = '{schema}'::regnamespace AND relname IN ({tables}))
              AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
            ORDER BY indexrelid
            """;

    /** The owner of the tables must be allowed to create them in the schema, so that of the schema comes first. */
    private static final String OWNERS = """
            SELECT command FROM (
                SELECT 1 AS place, format('ALTER SCHEMA {next} OWNER TO %I', pg_get_userbyid(nspowner)) AS command
                FROM pg_namespace
                WHERE nspname = '{schema}' AND pg_get_userbyid(nspowner) <> current_user
                UNION ALL
                SELECT 2, format('ALTER TABLE {next}.%I OWNER TO %I', relname, pg_get_userbyid(relowner))
                FROM pg_class
                WHERE relnamespace = '{schema}'::regnamespace AND relkind = 'r' AND relname IN ({tables})
                  AND pg_get_userbyid(relowner) <> current_user
            ) AS owners
            ORDER BY place
            """;

    private static final String RIGHTS = """
            SELECT format('GRANT %s ON {next}.%I TO %s', privilege_type, relname,
                          CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)
            FROM pg_class, aclexplode(relacl)
            WHERE relnamespace = '{schema}'::regnamespace AND relkind = 'r' AND relname IN ({tables}) AND grantee <> relowner
            UNION ALL
            SELECT format('GRANT %s (%I) ON {next}.%I TO %s', privilege_type, attname, relname,
                          CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)
            FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid, aclexplode(attacl)
            WHERE relnamespace = '{schema}'::regnamespace AND relkind = 'r' AND relname IN ({tables}) AND NOT attisdropped
            UNION ALL
            SELECT format('GRANT %s ON SCHEMA {next} TO %s', privilege_type,
                          CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)
            FROM pg_namespace, aclexplode(nspacl)
            WHERE nspname = '{schema}' AND grantee <> nspowner
            """;

    private final Dataset dataset;
    private final Statement statement;

    SchemaDefinitions(Dataset dataset, Statement statement) {
        this.dataset = dataset;
        this.statement = statement;
    }

    /** Returns statements that create the tables without keys and indexes. */
    List<String> tables() throws SQLException {
        return texts(TABLES);
    }

    /**
     * Returns statements that give the schema and its tables to the owners of the served ones, if they are not the current role. A function
     * that a trigger calls runs with the rights of its owner, who must have them in the next schema too, and so must later migrations.
     */
    List<String> owners() throws SQLException {
        return texts(OWNERS);
    }

    /** Returns statements that grant the rights of other roles on the schema, its tables and their columns. */
    List<String> rights() throws SQLException {
        return texts(RIGHTS);
    }

    /**
     * Returns the keys, then the foreign keys, then the other indexes. Their statements require the next schema as the
     * search path. Those of precomputed tables come after all others.
     */
    List<Definition> keysAndIndexes() throws SQLException {
        // PostgreSQL omits the names of schemas on the search path.
        statement.execute("SET LOCAL search_path = " + dataset.schema());
        List<Definition> definitions = new ArrayList<>();
        for (String query : List.of(KEYS, INDEXES)) {
            try (ResultSet rows = statement.executeQuery(sql(query))) {
                while (rows.next()) {
                    definitions.add(new Definition(rows.getString(1), rows.getBoolean(2), rows.getString(3)));
                }
            }
        }
        return definitions;
    }

    /** Returns the names of all tables of a dataset as a list of SQL literals. */
    static String tableNames(Dataset dataset) {
        List<String> tables = new ArrayList<>(dataset.precomputedTables());
        tables.add("edition");
        dataset.tables().forEach(table -> tables.add(table.table()));
        return "'" + String.join("', '", tables) + "'";
    }

    private List<String> texts(String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql(query))) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private String sql(String query) {
        List<String> precomputed = dataset.precomputedTables().stream()
                .map(table -> dataset.schema() + "." + table)
                .toList();
        return query.replace("{schema}", dataset.schema())
                .replace("{next}", dataset.nextSchema())
                .replace("{tables}", tableNames(dataset))
                .replace("{precomputed}", "{" + String.join(",", precomputed) + "}");
    }

    /**
     * A key or an index.
     *
     * @param ofPrecomputed whether it belongs to a precomputed table or refers to one
     * @param statement the statement that creates it
     */
    record Definition(String name, boolean ofPrecomputed, String statement) {}
}
