package atelier.product;

import atelier.database.DatabaseServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which products were changed in the catalogue of a server, by the numbers of the changes. */
final class ChangeFeed {
    private static final Logger LOGGER = LoggerFactory.getLogger(ChangeFeed.class);
    private static final int VALID_WITHIN_SECONDS = 5;

    /** Beyond this, forgetting everything is no dearer. */
    private static final int MOST = 1_000;

    private static final String FIND = """
            SELECT product_id, after -> 'updated_at' IS NOT NULL
            FROM audit.change
            WHERE edition = ?::timestamptz AND number > ? AND number <= ?
            """;

    private final DatabaseServer server;
    private final KeptAnswers answers;
    private boolean readable = true;

    ChangeFeed(DatabaseServer server, KeptAnswers answers) {
        this.server = server;
        this.answers = answers;
    }

    /**
     * Tells what came after one change of a catalogue, up to another. Where that is not to be found out, because their lines were
     * deleted, cannot be read, or the database was set back, nothing old may stay.
     *
     * @param edition the catalogue's time, as the connection writes it
     * @throws SQLException if the connection was lost
     */
    void tell(Connection connection, String edition, long after, long last) throws SQLException {
        boolean told = false;
        try {
            told = last > after && last - after <= MOST && tellEach(connection, edition, after, last);
        } catch (SQLException e) {
            if (!connection.isValid(VALID_WITHIN_SECONDS)) {
                throw e;
            }
            // For want of a right, say: whoever asked again would be refused again, and forget everything each time.
            if (readable) {
                LOGGER.warn(
                        "Cannot read on {} which products were changed, and forget all answers at each change: {}",
                        server,
                        e.getMessage());
            }
            readable = false;
        } finally {
            if (!told) {
                answers.forgetAll();
            }
        }
    }

    private boolean tellEach(Connection connection, String edition, long after, long last) throws SQLException {
        Set<Integer> products = new HashSet<>();
        boolean list = false;
        long lines = 0;
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, edition);
            statement.setLong(2, after);
            statement.setLong(3, last);
            try (ResultSet rows = statement.executeQuery()) {
                for (; rows.next(); lines++) {
                    products.add(rows.getInt(1));
                    list |= rows.getBoolean(2);
                }
            }
        }
        readable = true;
        if (lines < last - after) {
            return false;
        }
        answers.forget(products, list);
        return true;
    }
}
