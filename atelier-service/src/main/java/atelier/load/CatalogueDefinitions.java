package atelier.load;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * How the schema {@code catalogue} is made, in PostgreSQL's own words, as statements that make {@code catalogue_next} the
 * same way: so the migrations stay the only place where a table is described.
 */
final class CatalogueDefinitions {
    private static final String TABLES = """
            SELECT format('CREATE TABLE catalogue_next.%1$I (LIKE catalogue.%1$I INCLUDING ALL EXCLUDING INDEXES)', relname)
                   || coalesce(' WITH (' || array_to_string(reloptions, ', ') || ')', '')
            FROM pg_class
            WHERE relnamespace = 'catalogue'::regnamespace AND relkind = 'r'
            ORDER BY oid
            """;

    /** Tables whose rows follow from the files' rows, and are there last. */
    private static final String PREPARED = "{catalogue.document,catalogue.page_start}";

    /** Keys first, foreign keys after them; "n" are the NOT NULLs, which LIKE has copied, as it has the checks. */
    private static final String KEYS = """
            SELECT conname, 'PREPARED'::regclass[] && ARRAY[conrelid, confrelid]::regclass[],
                   format('ALTER TABLE %I ADD CONSTRAINT %I %s', relname, conname, pg_get_constraintdef(pg_constraint.oid))
            FROM pg_constraint
            JOIN pg_class ON pg_class.oid = conrelid
            WHERE connamespace = 'catalogue'::regnamespace AND contype IN ('p', 'u', 'f')
            ORDER BY contype = 'f', pg_constraint.oid
            """.replace("PREPARED", PREPARED);

    private static final String INDEXES = """
            SELECT relname, indrelid = ANY ('PREPARED'::regclass[]), pg_get_indexdef(indexrelid, 0, true)
            FROM pg_index
            JOIN pg_class ON pg_class.oid = indexrelid
            WHERE relnamespace = 'catalogue'::regnamespace
              AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
            ORDER BY indexrelid
            """.replace("PREPARED", PREPARED);

    private static final String RIGHTS = """
            SELECT format('GRANT %s ON catalogue_next.%I TO %s', privilege_type, relname,
                          CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)
            FROM pg_class, aclexplode(relacl)
            WHERE relnamespace = 'catalogue'::regnamespace AND relkind = 'r' AND grantee <> relowner
            UNION ALL
            SELECT format('GRANT %s ON SCHEMA catalogue_next TO %s', privilege_type,
                          CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)
            FROM pg_namespace, aclexplode(nspacl)
            WHERE nspname = 'catalogue' AND grantee <> nspowner
            """;

    private final Statement statement;

    CatalogueDefinitions(Statement statement) {
        this.statement = statement;
    }

    /** Returns statements that create the tables without their keys. */
    List<String> tables() throws SQLException {
        return texts(TABLES);
    }

    /** Returns statements that give others the rights that they have on the schema and its tables. */
    List<String> rights() throws SQLException {
        return texts(RIGHTS);
    }

    /**
     * Returns the keys, then the foreign keys, then the other indexes, whose statements are to be run with {@code catalogue_next}
     * as the search path: those that are not of prepared tables, in this order, and then those that are.
     */
    List<Definition> keysAndIndexes() throws SQLException {
        // PostgreSQL leaves out the names of schemas on the search path.
        statement.execute("SET LOCAL search_path = catalogue");
        List<Definition> definitions = new ArrayList<>();
        for (String query : List.of(KEYS, INDEXES)) {
            try (ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    definitions.add(new Definition(rows.getString(1), rows.getBoolean(2), rows.getString(3)));
                }
            }
        }
        return definitions;
    }

    private List<String> texts(String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /**
     * A key or an index.
     *
     * @param ofPrepared whether it is one of a prepared table, or refers to one
     * @param statement what adds it
     */
    record Definition(String name, boolean ofPrepared, String statement) {}
}
