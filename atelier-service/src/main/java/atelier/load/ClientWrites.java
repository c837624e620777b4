package atelier.load;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The writes of clients into an edition of a dataset since its import. An import discards them only if it is told to. */
final class ClientWrites {
    private final Statement statement;
    private final Dataset dataset;

    /** @param statement of a connection that does not commit by itself */
    ClientWrites(Statement statement, Dataset dataset) {
        this.statement = statement;
        this.dataset = dataset;
    }

    /** Returns whether there are any writes. Must be fast, because the served edition may be locked meanwhile. */
    boolean exist(String schema) throws SQLException {
        for (Dataset.Written written : dataset.written()) {
            if (number("SELECT count(*) FROM (SELECT FROM %s.%s WHERE %s LIMIT 1) AS first", written, schema) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Returns the number of writes of each kind. */
    Map<String, Long> count(String schema) throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Dataset.Written written : dataset.written()) {
            long number =
                    number("SELECT coalesce(sum(" + written.amount() + "), 0) FROM %s.%s WHERE %s", written, schema);
            counts.merge(written.what(), number, Long::sum);
        }
        return counts;
    }

    /** Returns counts as a text such as {@code reviews 12, votes 340}. */
    static String describe(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " " + count.getValue())
                .collect(Collectors.joining(", "));
    }

    private long number(String query, Dataset.Written written, String schema) throws SQLException {
        // There is an index for each condition, but the planner may expect that rows which fulfil it are everywhere.
        statement.execute("SET LOCAL enable_seqscan = off");
        String sql =
                query.formatted(schema, written.table(), written.condition().replace("{schema}", schema));
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
