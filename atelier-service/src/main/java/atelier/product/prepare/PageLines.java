package atelier.product.prepare;

import atelier.bytes.GrowingBytes;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The precomputed lines of list pages: {@code page_start} holds every fifth product in the order of ids, with the JSON of
 * this product and the next four, one line each.
 */
public final class PageLines {
    /**
     * The default size of a page. {@code ProductDao} reads by the same number. It belongs to {@link CatalogueTable#SHAPE}: raise that
     * version with every change.
     */
    public static final int PRODUCTS = 5;

    private static final String LINES =
            "string_agg('{\"id\":' || product_id || ',' || product || '}', E'\\n' ORDER BY product_id)";

    private static final String FILL = """
            INSERT INTO catalogue.page_start (position, product_id, products)
            SELECT min(position), min(product_id), %s
            FROM (
                SELECT row_number() OVER (ORDER BY product_id) - 1 AS position, product_id, product
                FROM catalogue.document) numbered
            GROUP BY position / %s
            """.formatted(LINES, PRODUCTS);

    /** Transactions that change products of one row wait for each other here, so that none misses the other's change. */
    private static final String LOCK = """
            SELECT position
            FROM catalogue.page_start
            WHERE product_id IN (
                SELECT (SELECT max(product_id) FROM catalogue.page_start WHERE product_id <= id) FROM unnest(?) id)
            ORDER BY position
            FOR NO KEY UPDATE
            """;

    private static final String REFRESH = """
            UPDATE catalogue.page_start page
            SET products = (
                SELECT %s
                FROM catalogue.document
                WHERE product_id >= page.product_id
                  AND product_id < coalesce(
                      (SELECT product_id FROM catalogue.page_start WHERE position = page.position + %s), 1::bigint << 31))
            WHERE position = ANY (?)
            """.formatted(LINES, PRODUCTS);

    private PageLines() {}

    /** Appends a product's line, as {@link #LINES} does in SQL. */
    public static void add(DocumentRow document, GrowingBytes products) {
        products.add(products.length() == 0 ? "{\"id\":" : "\n{\"id\":").number(document.productId());
        products.add(",").add(document.product()).add("}");
    }

    /** Whether the served catalogue's table is filled, by one lookup: {@link #refill} fills all rows or none. */
    static boolean isFilled(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT coalesce((SELECT products <> '' FROM catalogue.page_start ORDER BY position DESC LIMIT 1),
                                        NOT EXISTS (SELECT FROM catalogue.document))
                        """)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** Rewrites the served catalogue's table. */
    static void refill(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM catalogue.page_start");
            statement.execute(FILL);
        }
    }

    /** Rewrites the lines of these products from their documents. */
    static void refresh(Connection connection, int[] ids) throws SQLException {
        Array positions;
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT array_agg(position) FROM (" + LOCK + ") locked")) {
            lock.setObject(1, ids);
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                positions = row.getArray(1);
            }
        }
        if (positions == null) {
            return;
        }
        try (PreparedStatement refresh = connection.prepareStatement(REFRESH)) {
            refresh.setArray(1, positions);
            refresh.executeUpdate();
        }
    }
}
