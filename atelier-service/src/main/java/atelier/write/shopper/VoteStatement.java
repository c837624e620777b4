package atelier.write.shopper;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Changes rows by their ids: helpful votes, or reports. Several votes of a batch may be for the same row. */
public final class VoteStatement implements BatchedWrites.Statement<Integer> {
    /** A count that cannot grow any more stays. */
    private static final String GROWN = "least(%1$s, 2147483647 - number) + number";

    private static final String GIVEN = """
            WITH given AS MATERIALIZED (
                SELECT id, count(*)::integer AS number FROM unnest(?::integer[]) AS vote (id) GROUP BY id
            ),""";

    /**
     * The lock is that of the update, so that a row which this step has found can be changed without a wait. That is not so if the foreign
     * key of another table locks the row too: then the update may queue for the version of the row that the statement saw when it began,
     * behind somebody who waits for this lock.
     */
    private static final String FOUND = """
             found AS MATERIALIZED (
                SELECT id FROM %s WHERE id = ANY(ARRAY(SELECT id FROM given)) FOR NO KEY UPDATE SKIP LOCKED
            ),""";

    /** There is no table at the top level, because a cached plan locks the tables of the top level first, and then those of WITH. */
    private static final String CHANGED = """
             changed AS (
                UPDATE %s AS voted
                SET %s, votes = least(votes, 2147483647 - number) + number
                FROM %s
                WHERE voted.id = given.id
                RETURNING voted.id
            )
            SELECT id FROM changed
            """;

    private final String waiting;
    private final String skipping;

    private VoteStatement(String waiting, String skipping) {
        this.waiting = waiting;
        this.skipping = skipping;
    }

    private static VoteStatement of(String table, String change) {
        return new VoteStatement(
                GIVEN + CHANGED.formatted(table, change, "given"),
                GIVEN + FOUND.formatted(table) + CHANGED.formatted(table, change, "given JOIN found USING (id)"));
    }

    /** Returns the same change, which locks first a table that a trigger will need, and reads nothing there. It is for votes that do not share a statement. */
    public VoteStatement after(String table) {
        String begin = "WITH first AS (SELECT FROM " + table + " LIMIT 0), ";
        return new VoteStatement(waiting.replaceFirst("^WITH ", begin), skipping.replaceFirst("^WITH ", begin));
    }

    /**
     * Counts helpful votes.
     *
     * @param column the count of helpful votes
     */
    public static VoteStatement helpful(String table, String column) {
        return of(table, column + " = " + GROWN.formatted(column));
    }

    /** Marks rows as reported. */
    public static VoteStatement report(String table) {
        return of(table, "reported = true");
    }

    @Override
    public BitSet run(Connection connection, List<Integer> ids, boolean waits) throws SQLException {
        Set<Integer> changed = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(waits ? waiting : skipping)) {
            Array given = connection.createArrayOf("integer", ids.toArray());
            statement.setArray(1, given);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    changed.add(result.getInt(1));
                }
            }
        }
        BitSet written = new BitSet();
        for (int place = 0; place < ids.size(); place++) {
            written.set(place, changed.contains(ids.get(place)));
        }
        return written;
    }
}
