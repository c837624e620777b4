package atelier.load;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Objects of others that PostgreSQL would drop together with a schema: views, foreign keys, functions. */
final class Dependents {
    /** Views inside the schema count as well: an import copies tables only. */
    private static final String QUERY = """
            WITH inside AS (
                SELECT 'pg_class'::regclass AS class, oid FROM pg_class WHERE relnamespace IN ({schemas}) AND relkind NOT IN ('v', 'm')
                UNION ALL SELECT 'pg_type'::regclass, oid FROM pg_type WHERE typnamespace IN ({schemas})
                UNION ALL SELECT 'pg_constraint'::regclass, oid FROM pg_constraint WHERE connamespace IN ({schemas})
                UNION ALL SELECT 'pg_attrdef'::regclass, pg_attrdef.oid
                          FROM pg_attrdef
                          JOIN pg_class ON pg_class.oid = adrelid
                          WHERE relnamespace IN ({schemas}))
            SELECT DISTINCT
                   CASE WHEN ev_class IS NOT NULL THEN pg_describe_object('pg_class'::regclass, ev_class, 0)
                        ELSE pg_describe_object(classid, objid, objsubid) END AS dependent
            FROM pg_depend
            JOIN inside ON refclassid = inside.class AND refobjid = inside.oid
            LEFT JOIN pg_rewrite ON classid = 'pg_rewrite'::regclass AND pg_rewrite.oid = objid
            WHERE deptype = 'n'
              AND NOT EXISTS (SELECT FROM inside AS own WHERE own.class = classid AND own.oid = objid)
            ORDER BY dependent
            """;

    private Dependents() {}

    /** Returns a description of each object that depends on these schemas and is not one of their tables. */
    static List<String> of(Statement statement, String... schemas) throws SQLException {
        List<String> oids = new ArrayList<>();
        for (String schema : schemas) {
            oids.add("coalesce(to_regnamespace('" + schema + "')::oid, 0)");
        }
        List<String> dependents = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(QUERY.replace("{schemas}", String.join(", ", oids)))) {
            while (rows.next()) {
                dependents.add(rows.getString(1));
            }
        }
        return dependents;
    }
}
