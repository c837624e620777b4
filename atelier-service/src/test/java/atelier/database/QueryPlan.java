package atelier.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;

/** Plans of statements whose parameters are arrays of integers. */
public final class QueryPlan {
    private QueryPlan() {}

    /** Returns the executed plan of a statement, made as on the connections of requests. */
    public static JsonNode of(Connection connection, String statementWithMarks, String... parameters) throws Exception {
        String sql = statementWithMarks;
        for (int number = 1; number <= parameters.length; number++) {
            sql = sql.replaceFirst("\\?", "\\$" + number);
        }
        String types = String.join(", ", Collections.nCopies(parameters.length, "integer[]"));
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET " + String.join("; SET ", DatabasePools.PLANNING));
            statement.execute("PREPARE query(" + types + ") AS " + sql);
            try (ResultSet row = statement.executeQuery(
                    "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE query(" + String.join(", ", parameters) + ")")) {
                row.next();
                return new ObjectMapper().readTree(row.getString(1)).get(0).get("Plan");
            } finally {
                statement.execute("DEALLOCATE query");
            }
        }
    }

    /** Asserts that a plan reads these indexes and no table without one. */
    public static void assertUsesOnly(JsonNode plan, String... indexes) {
        assertThat(plan.findValuesAsText("Index Name")).containsOnly(indexes);
        List<String> scanned = plan.findParents("Node Type").stream()
                .filter(node -> node.get("Node Type").asText().equals("Seq Scan"))
                .map(node -> node.get("Relation Name").asText())
                .toList();
        // The table of the edition has one row and no index.
        assertThat(scanned).isSubsetOf("edition");
    }

    /** Returns how many blocks a plan has read. */
    public static int blocks(JsonNode plan) {
        return plan.get("Shared Hit Blocks").asInt()
                + plan.get("Shared Read Blocks").asInt();
    }
}
