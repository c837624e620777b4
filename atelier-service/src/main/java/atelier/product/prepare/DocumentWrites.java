package atelier.product.prepare;

import atelier.load.Records;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Writes the documents of some products from the tables. */
public final class DocumentWrites {
    /** The number of products whose rows are in memory at once. */
    static final int CHUNK = 1_000;

    private static final String UPSERT = """
            INSERT INTO catalogue.document (product_id, product, features, styles, related)
            VALUES (?, convert_from(?, 'UTF8'), convert_from(?, 'UTF8'), ?, convert_from(?, 'UTF8'))
            ON CONFLICT (product_id) DO UPDATE
            SET product = excluded.product, features = excluded.features, styles = excluded.styles,
                related = excluded.related
            """;

    private DocumentWrites() {}

    /**
     * Rewrites the documents of these products and their lines of list pages, as the connection's transaction sees the
     * tables. Skips unknown ids. Call it last in the transaction that has changed the products: until the transaction
     * ends, others that rebuild one of them wait, so that none of them misses a change.
     *
     * @throws IllegalStateException if the connection is in auto-commit mode
     */
    public static void rebuild(Connection connection, int... ids) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalStateException("Documents must be rebuilt in the transaction that changes their tables.");
        }
        int[] sorted = IntStream.of(ids).sorted().distinct().toArray();
        lock(connection);
        for (int from = 0; from < sorted.length; from += CHUNK) {
            int[] chunk = Arrays.copyOfRange(sorted, from, Math.min(sorted.length, from + CHUNK));
            write(connection, chunk);
            PageLines.refresh(connection, chunk);
        }
    }

    /** Locks the documents for writing. It must come before any other table, as the switch of an import requires. */
    static void lock(Connection connection) throws SQLException {
        try (Statement lock = connection.createStatement()) {
            lock.execute("LOCK TABLE catalogue.document IN ROW EXCLUSIVE MODE");
        }
    }

    /** Writes the documents of these products. The caller has called {@link #lock}. */
    static void write(Connection connection, int[] ids) throws SQLException {
        Records records = new Records();
        int[] found = new CatalogueRows(connection, ids).read(records);
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            for (DocumentRow document : DocumentRenderer.render(found, records.array(), records.length())) {
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
}
