package atelier.cart;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The statements of carts. Each is a transaction of its own. */
final class CartStatements {
    /** Simultaneous posts to one cart may exceed this limit by a few, because they do not see each other. */
    static final int MOST_SKUS = 1_000;

    /** How many carts one statement deletes. */
    static final int BATCH = 100;

    private static final String FIND = """
            SELECT concat('[', string_agg(concat('{"sku_id":', sku_id, ',"count":"', count, '"}'), ',' ORDER BY sku_id), ']')
            FROM shop.cart_item
            WHERE owner = ?
            """;

    /**
     * An import's switch locks {@code catalogue.document}, so this table comes first. The row of the cart is locked before its items, in
     * the order of {@link #EXPIRE}.
     */
    private static final String ADD = """
            WITH known AS MATERIALIZED (
                SELECT sku.id
                FROM catalogue.document
                JOIN catalogue.sku ON sku.product_id = document.product_id
                WHERE sku.id = ?
                LIMIT 1
            ), changed AS (
                INSERT INTO shop.cart (owner, changed_on)
                SELECT ?, (now() AT TIME ZONE 'UTC')::date
                FROM known
                ON CONFLICT (owner) DO UPDATE SET changed_on = excluded.changed_on
                RETURNING owner
            ), added AS (
                INSERT INTO shop.cart_item (owner, sku_id, count)
                SELECT changed.owner, known.id, 1
                FROM changed, known
                WHERE (SELECT count(*) FROM shop.cart_item AS other
                       WHERE other.owner = changed.owner AND other.sku_id <> known.id) < ?
                ON CONFLICT (owner, sku_id) DO UPDATE SET count = cart_item.count + 1
                WHERE cart_item.count < 2147483647
                RETURNING sku_id
            )
            SELECT EXISTS (SELECT FROM known), EXISTS (SELECT FROM added)
            """;

    /** Only one node at a time runs this. It skips carts that their clients are using. */
    private static final String EXPIRE = """
            DELETE FROM shop.cart
            WHERE (SELECT pg_try_advisory_xact_lock(6278901527))
              AND owner IN (
                SELECT owner
                FROM shop.cart
                WHERE changed_on < (now() AT TIME ZONE 'UTC')::date - ?
                ORDER BY changed_on
                LIMIT ?
                FOR UPDATE SKIP LOCKED)
            """;

    private CartStatements() {}

    /** The result of adding a unit. */
    enum Addition {
        DONE,
        UNKNOWN_SKU,
        FULL
    }

    /** Returns the cart as JSON. */
    static String find(Connection connection, CartOwner owner) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setBytes(1, owner.digest());
            try (ResultSet cart = statement.executeQuery()) {
                cart.next();
                return cart.getString(1);
            }
        }
    }

    /** Adds a unit. */
    static Addition add(Connection connection, CartOwner owner, int sku) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            statement.setInt(1, sku);
            statement.setBytes(2, owner.digest());
            statement.setInt(3, MOST_SKUS);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getBoolean(2)
                        ? Addition.DONE
                        : result.getBoolean(1) ? Addition.FULL : Addition.UNKNOWN_SKU;
            }
        }
    }

    /** Deletes carts that nobody has changed for a number of days. Returns how many, at most {@link #BATCH}. */
    static int expire(Connection connection, int days) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EXPIRE)) {
            statement.setInt(1, days);
            statement.setInt(2, BATCH);
            return statement.executeUpdate();
        }
    }
}
