package atelier.product.prepare;

import atelier.database.DerivedData;
import atelier.load.Progress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the documents that are missing, or all of them in a new shape. */
public final class DocumentRebuild {
    /** For migrations and for the start on an embedded database. */
    public static final DerivedData DERIVED_DATA =
            new DerivedData("documents", DocumentRebuild::isComplete, DocumentRebuild::complete);

    private static final Logger LOGGER = LoggerFactory.getLogger(DocumentRebuild.class);

    /** The condition on the document's id lets PostgreSQL begin there in both tables. */
    private static final String WITHOUT_DOCUMENT = """
            SELECT id
            FROM catalogue.product
            WHERE id > ?
              AND NOT EXISTS (SELECT FROM catalogue.document WHERE product_id = product.id AND product_id > ?)
            ORDER BY id
            LIMIT ?
            """;

    private static final String ALL = "SELECT id FROM catalogue.product WHERE id > greatest(?, ?) ORDER BY id LIMIT ?";

    private DocumentRebuild() {}

    /**
     * Whether all documents exist and have the shape of this version, by a few lookups. If the last product has a
     * document, all have: {@link #complete} goes in the order of ids, and an import writes all or none.
     */
    public static boolean isComplete(Connection connection) throws SQLException {
        return hasShape(connection) && hasLastDocument(connection) && PageLines.isFilled(connection);
    }

    private static boolean hasShape(Connection connection) throws SQLException {
        return isTrue(
                connection,
                "SELECT coalesce(bool_and(shape = " + CatalogueTable.SHAPE + "), true) FROM catalogue.edition");
    }

    private static boolean hasLastDocument(Connection connection) throws SQLException {
        return isTrue(connection, """
                SELECT (SELECT max(product_id) FROM catalogue.document)
                       IS NOT DISTINCT FROM (SELECT max(id) FROM catalogue.product)
                """);
    }

    private static boolean isTrue(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /**
     * Writes the missing documents, or all of them if they have the shape of another version. Commits every thousand
     * products, and so locks editors out for a short time only. After an interruption it continues with the missing
     * documents; a change of shape begins again.
     *
     * @return the number of written documents
     * @throws SQLException with the connection outside a transaction, so that it can still be used
     */
    public static int complete(Connection connection) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            int written = hasShape(connection) ? writeMissing(connection) : writeAll(connection);
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

    private static int writeMissing(Connection connection) throws SQLException {
        int written = write(connection, WITHOUT_DOCUMENT, "Writing missing documents");
        if (written > 0 || !PageLines.isFilled(connection)) {
            DocumentWrites.lock(connection);
            PageLines.refill(connection);
        }
        connection.commit();
        return written;
    }

    private static int writeAll(Connection connection) throws SQLException {
        int written = write(connection, ALL, "Rewriting documents in a new shape");
        DocumentWrites.lock(connection);
        PageLines.refill(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("UPDATE catalogue.edition SET shape = " + CatalogueTable.SHAPE);
        }
        connection.commit();
        return written;
    }

    private static int write(Connection connection, String query, String task) throws SQLException {
        int written = 0;
        try (Progress progress = Progress.logged(task, "documents", products(connection), LOGGER::info)) {
            int[] ids = ids(connection, query, 0);
            while (ids.length > 0) {
                DocumentWrites.lock(connection);
                DocumentWrites.write(connection, ids);
                connection.commit();
                written += ids.length;
                progress.step(written);
                ids = ids(connection, query, ids[ids.length - 1]);
            }
        }
        return written;
    }

    private static long products(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT coalesce(max(products), 0) FROM catalogue.edition")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static int[] ids(Connection connection, String query, int after) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setInt(1, after);
            statement.setInt(2, after);
            statement.setInt(3, DocumentWrites.CHUNK);
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
