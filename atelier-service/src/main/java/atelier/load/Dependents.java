package atelier.load;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Objects of others that PostgreSQL would drop together with a schema: views, foreign keys, functions, triggers. */
final class Dependents {
    /**
     * What refers to the schema's objects, what is attached to the dataset's tables, and what else the schema contains:
     * an import copies only the dataset's tables, with their constraints, indexes, statistics and rights, and adds the dataset's triggers.
     */
    private static final String QUERY = """
            WITH own AS (
                SELECT oid FROM pg_class WHERE relnamespace IN ({schemas}) AND relkind = 'r' AND relname IN ({tables})),
            inside AS (
                SELECT 'pg_class'::regclass AS class, oid FROM pg_class WHERE relnamespace IN ({schemas}) AND relkind NOT IN ('v', 'm')
                UNION ALL SELECT 'pg_type'::regclass, oid FROM pg_type WHERE typnamespace IN ({schemas})
                UNION ALL SELECT 'pg_constraint'::regclass, oid FROM pg_constraint WHERE connamespace IN ({schemas})
                UNION ALL SELECT 'pg_attrdef'::regclass, pg_attrdef.oid
                          FROM pg_attrdef
                          JOIN pg_class ON pg_class.oid = adrelid
                          WHERE relnamespace IN ({schemas})),
            dependent AS (
                SELECT classid, objid, objsubid
                FROM pg_depend
                JOIN inside ON refclassid = inside.class AND refobjid = inside.oid
                WHERE deptype = 'n'
                  AND NOT EXISTS (SELECT FROM inside AS own WHERE own.class = classid AND own.oid = objid)
                UNION
                SELECT classid, objid, objsubid
                FROM pg_depend
                WHERE deptype = 'a' AND refclassid = 'pg_class'::regclass AND refobjid IN (SELECT oid FROM own)
                  AND (classid IN ('pg_publication_rel'::regclass, 'pg_policy'::regclass, 'pg_rewrite'::regclass)
                       OR classid = 'pg_trigger'::regclass
                          AND EXISTS (
                              SELECT
                              FROM pg_trigger
                              JOIN pg_proc ON pg_proc.oid = tgfoid
                              JOIN pg_class ON pg_class.oid = tgrelid
                              WHERE pg_trigger.oid = objid AND NOT tgisinternal
                                AND NOT (pronamespace = 'shop'::regnamespace AND concat(relname, '.', tgname) IN ({triggers}))))
                UNION
                SELECT classid, objid, objsubid
                FROM pg_depend
                WHERE refclassid = 'pg_namespace'::regclass AND refobjid IN ({schemas})
                  AND (deptype = 'n' OR classid = to_regclass('pg_publication_namespace'))
                  AND NOT (classid = 'pg_class'::regclass AND objid IN (SELECT oid FROM own))
                  AND NOT EXISTS (
                      SELECT FROM pg_depend AS part
                      WHERE part.classid = pg_depend.classid AND part.objid = pg_depend.objid
                        AND part.deptype IN ('a', 'i') AND part.refclassid = 'pg_class'::regclass))
            SELECT DISTINCT
                   CASE WHEN relkind IN ('v', 'm') THEN pg_describe_object('pg_class'::regclass, ev_class, 0)
                        ELSE pg_describe_object(classid, objid, objsubid) END AS description
            FROM dependent
            LEFT JOIN pg_rewrite ON classid = 'pg_rewrite'::regclass AND pg_rewrite.oid = objid
            LEFT JOIN pg_class ON pg_class.oid = ev_class
            ORDER BY description
            """;

    private Dependents() {}

    /** Returns a description of each object that depends on these schemas and is not a part of the dataset. */
    static List<String> of(Statement statement, Dataset dataset, String... schemas) throws SQLException {
        List<String> oids = new ArrayList<>();
        for (String schema : schemas) {
            oids.add("coalesce(to_regnamespace('" + schema + "')::oid, 0)");
        }
        String triggers = dataset.triggers()
                .map(own -> "'" + String.join("', '", own.names()) + "'")
                .orElse("''");
        String query = QUERY.replace("{schemas}", String.join(", ", oids))
                .replace("{tables}", SchemaDefinitions.tableNames(dataset))
                .replace("{triggers}", triggers);
        List<String> dependents = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                dependents.add(rows.getString(1));
            }
        }
        return dependents;
    }
}
