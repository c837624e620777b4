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
            given AS MATERIALIZED (
                SELECT id, count(*)::integer AS number FROM unnest(?::integer[]) AS vote (id) GROUP BY id
            ),""";

    /**
     * Locks rows for the update, and finds their places: the one of a row's newest version. If the row was changed after the statement began,
     * the statement cannot see this version and leaves the row out. An update by id would try the version that the statement sees. It may
     * queue there if a foreign key of another table has locked it too, behind somebody who waits for the lock of this step.
     */
    private static final String FOUND = """
             found AS MATERIALIZED (
                SELECT ctid AS place, id FROM %s WHERE id = ANY(ARRAY(SELECT id FROM %s)) FOR NO KEY UPDATE SKIP LOCKED
            ),""";

    /** There is no table at the top level, because a cached plan locks the tables of the top level first, and then those of WITH. */
    private static final String CHANGED = """
             changed AS (
                UPDATE %s AS voted
                SET %s, votes = least(votes, 2147483647 - number) + number
                FROM given%s
                RETURNING voted.id
            )
            SELECT id FROM changed
            """;

    /** Locks a table and reads nothing there. */
    private static final String OWNERS = "first AS (SELECT FROM %s LIMIT 0), ";

    /** Finds the rows whose owners nobody else has locked, and locks these owners. */
    private static final String OWNED = """
             owned AS MATERIALIZED (
                SELECT voted.id
                FROM %1$s AS owner
                JOIN %2$s AS voted ON %3$s = owner.id
                WHERE voted.id = ANY(ARRAY(SELECT id FROM given))
                FOR NO KEY UPDATE OF owner SKIP LOCKED
            ),""";

    private final String table;
    private final String change;
    private final String waiting;
    private final String skipping;

    private VoteStatement(String table, String change, String owners, String owned) {
        this.table = table;
        this.change = change;
        this.waiting = "WITH " + owners + GIVEN + CHANGED.formatted(table, change, " WHERE voted.id = given.id");
        this.skipping = "WITH " + GIVEN + owned + FOUND.formatted(table, owned.isEmpty() ? "given" : "owned")
                + CHANGED.formatted(table, change, " JOIN found USING (id) WHERE voted.ctid = found.place");
    }

    /**
     * Counts helpful votes.
     *
     * @param column the count of helpful votes
     */
    public static VoteStatement helpful(String table, String column) {
        return new VoteStatement(table, column + " = " + GROWN.formatted(column), "", "");
    }

    /** Marks rows as reported. */
    public static VoteStatement report(String table) {
        return new VoteStatement(table, "reported = true", "", "");
    }

    /**
     * Returns the same change of rows whose owners a trigger changes too, with a wait. A batch must not wait there, so it locks the owners
     * before it locks anything else, and leaves out the rows of those that somebody else has locked. The switch of an import needs the table
     * of the owners first.
     *
     * @param owners the table of the owners
     * @param reference the column with an owner's id
     */
    public VoteStatement ownedBy(String owners, String reference) {
        return new VoteStatement(table, change, OWNERS.formatted(owners), OWNED.formatted(owners, table, reference));
    }

    String sql(boolean waits) {
        return waits ? waiting : skipping;
    }

    @Override
    public BitSet run(Connection connection, List<Integer> ids, boolean waits) throws SQLException {
        Set<Integer> changed = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql(waits))) {
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
