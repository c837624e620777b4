package atelier.product.prepare;

import atelier.database.DerivedData;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes documents from the tables, where no import made them or where the tables have changed since. */
public final class DocumentRebuild {
    /** A migration calls this after it has changed the tables. */
    public static final DerivedData DERIVED_DATA =
            new DerivedData("documents", DocumentRebuild::isComplete, DocumentRebuild::complete);

    private static final Logger LOGGER = LoggerFactory.getLogger(DocumentRebuild.class);

    /** Products whose rows are in memory at once. */
    private static final int CHUNK = 1_000;

    private static final String UPSERT = """
            INSERT INTO catalogue.document (product_id, product, features, styles, related)
            VALUES (?, convert_from(?, 'UTF8'), convert_from(?, 'UTF8'), ?, convert_from(?, 'UTF8'))
            ON CONFLICT (product_id) DO UPDATE
            SET product = excluded.product, features = excluded.features, styles = excluded.styles,
                related = excluded.related
            """;

    /** The condition on the document's id lets PostgreSQL begin there in both tables. */
    private static final String LACKING = """
            SELECT id
            FROM catalogue.product
            WHERE id > ?
              AND NOT EXISTS (SELECT FROM catalogue.document WHERE product_id = product.id AND product_id > ?)
            ORDER BY id
            LIMIT ?
            """;

    private DocumentRebuild() {}

    /**
     * Writes the documents of these products and their lines in the list anew, as the connection's transaction sees the tables; skips ids that no
     * product has. To be called last in the transaction that has changed them: until it ends, others that rebuild one of
     * these products wait, so that none overlooks the other's change.
     *
     * @throws IllegalStateException if the connection is in no transaction
     */
    public static void rebuild(Connection connection, int... ids) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalStateException("Documents are rebuilt in the transaction that changes their tables only.");
        }
        int[] sorted = IntStream.of(ids).sorted().distinct().toArray();
        lock(connection);
        for (int from = 0; from < sorted.length; from += CHUNK) {
            int[] chunk = Arrays.copyOfRange(sorted, from, Math.min(sorted.length, from + CHUNK));
            write(connection, chunk);
            PageLines.refresh(connection, chunk);
        }
    }

    private static void lock(Connection connection) throws SQLException {
        try (Statement lock = connection.createStatement()) {
            // As every statement that reads, in the order in which an import's switch locks.
            lock.execute("LOCK TABLE catalogue.document IN ROW EXCLUSIVE MODE");
        }
    }

    private static void write(Connection connection, int[] ids) throws SQLException {
        Fragments fragments = new Fragments();
        int[] found = new CatalogueRows(connection, ids).read(fragments);
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            for (DocumentRow document : new DocumentRenderer().render(found, fragments.array(), fragments.length())) {
                upsert.setInt(1, document.productId());
                upsert.setBytes(2, document.product());
                upsert.setBytes(3, document.features());
                upsert.setBytes(4, document.styles());
                upsert.setBytes(5, document.related());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    /**
     * Tells, by a few look-ups, whether the last product has a document and the list its lines. If so, all have: {@link #complete}
     * goes in the order of ids, an import writes all or none, and a change writes that of its product.
     */
    public static boolean isComplete(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT (SELECT max(product_id) FROM catalogue.document)
                               IS NOT DISTINCT FROM (SELECT max(id) FROM catalogue.product)
                        """)) {
            row.next();
            return row.getBoolean(1) && PageLines.isFilled(connection);
        }
    }

    /**
     * Gives a document to each product that has none. Commits every thousand products, so that it goes on where it was
     * interrupted, and locks nobody out for long. Then fills the list's lines, if they were made of fewer documents.
     *
     * @return how many documents it has written
     * @throws SQLException with the connection in no transaction, so that it can be used for what remains to be done
     */
    public static int complete(Connection connection) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            int written = writeLacking(connection);
            connection.setAutoCommit(autoCommit);
            return written;
        } catch (SQLException | RuntimeException e) {
            try {
                connection.rollback();
                connection.setAutoCommit(autoCommit);
            } catch (SQLException inTurn) {
                e.addSuppressed(inTurn);
            }
            throw e;
        }
    }

    private static int writeLacking(Connection connection) throws SQLException {
        int written = 0;
        int[] ids = lacking(connection, 0);
        while (ids.length > 0) {
            if (written == 0) {
                LOGGER.info("Writing the documents of products that have none");
            }
            lock(connection);
            write(connection, ids);
            connection.commit();
            written += ids.length;
            if (written % (100 * CHUNK) == 0) {
                LOGGER.info("{} documents are written", written);
            }
            ids = lacking(connection, ids[ids.length - 1]);
        }
        if (written > 0 || !PageLines.isFilled(connection)) {
            lock(connection);
            PageLines.refill(connection);
        }
        connection.commit();
        return written;
    }

    private static int[] lacking(Connection connection, int after) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LACKING)) {
            statement.setInt(1, after);
            statement.setInt(2, after);
            statement.setInt(3, CHUNK);
            IntStream.Builder ids = IntStream.builder();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getInt(1));
                }
            }
            return ids.build().toArray();
        }
    }
}
