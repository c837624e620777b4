package atelier.product.prepare;

import atelier.bytes.TextRange;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The rows of some products in the tables of the catalogue that is served, as {@link Fragments}. */
final class CatalogueRows {
    /** The lock makes those who rebuild the same product wait for each other. */
    private static final String PRODUCTS = """
            SELECT id, name, slogan, description, category, (default_price * 100)::bigint,
                   to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                   to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
            FROM catalogue.product
            WHERE id = ANY (?)
            ORDER BY id
            FOR NO KEY UPDATE
            """;

    private static final String FEATURES = """
            SELECT product_id, feature, value FROM catalogue.feature WHERE product_id = ANY (?) ORDER BY position
            """;

    private static final String STYLES = """
            SELECT product_id, id, name, (original_price * 100)::bigint, coalesce((sale_price * 100)::bigint, -1),
                   default_style
            FROM catalogue.style
            WHERE product_id = ANY (?)
            """;

    private static final String PHOTOS = """
            SELECT product_id, style_id, thumbnail_url, url
            FROM catalogue.photo
            WHERE product_id = ANY (?)
            ORDER BY position
            """;

    private static final String SKUS = """
            SELECT product_id, style_id, id, quantity, size
            FROM catalogue.sku
            WHERE product_id = ANY (?)
            ORDER BY position
            """;

    private static final String RELATED = """
            SELECT product_id, related_product_id FROM catalogue.related WHERE product_id = ANY (?) ORDER BY position
            """;

    private final Connection connection;
    private final Array ids;

    CatalogueRows(Connection connection, int[] ids) throws SQLException {
        this.connection = connection;
        this.ids =
                connection.createArrayOf("integer", Arrays.stream(ids).boxed().toArray());
    }

    /** Reads them all, and returns the ids of the products that there are, ascending. */
    int[] read(Fragments fragments) throws SQLException {
        IntStream.Builder found = IntStream.builder();
        each(PRODUCTS, row -> {
            found.add(row.getInt(1));
            fragments.product(
                    row.getInt(1),
                    text(row, 2),
                    text(row, 3),
                    text(row, 4),
                    text(row, 5),
                    row.getLong(6),
                    row.getString(7),
                    row.getString(8));
        });
        each(FEATURES, row -> fragments.feature(row.getInt(1), text(row, 2), text(row, 3)));
        each(
                STYLES,
                row -> fragments.style(
                        row.getInt(1), row.getInt(2), text(row, 3), row.getLong(4), row.getLong(5), row.getBoolean(6)));
        each(PHOTOS, row -> fragments.photo(row.getInt(1), row.getInt(2), text(row, 3), text(row, 4)));
        each(SKUS, row -> fragments.sku(row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4), text(row, 5)));
        each(RELATED, row -> fragments.related(row.getInt(1), row.getInt(2)));
        return found.build().toArray();
    }

    private void each(String query, RowUse use) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setArray(1, ids);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    use.row(rows);
                }
            }
        }
    }

    private static TextRange text(ResultSet row, int column) throws SQLException {
        return TextRange.of(row.getString(column));
    }

    /** What is done with a row. */
    private interface RowUse {
        void row(ResultSet row) throws SQLException;
    }
}
