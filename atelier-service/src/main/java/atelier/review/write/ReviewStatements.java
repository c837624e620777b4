package atelier.review.write;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The statements of shoppers' writes. Each is one transaction, and locks first what an import's switch locks first: {@code
 * catalogue.document}, {@code reviews.rating_count}, {@code reviews.review}.
 */
final class ReviewStatements {
    /**
     * The running sums change with the review. The row of {@code rating_count} is locked first, so that reviews of one product queue
     * there and never wait for each other in a circle. Each later step reads the one before, which gives them their order.
     */
    private static final String REVIEW = """
            WITH known AS MATERIALIZED (
                SELECT product_id FROM catalogue.document WHERE product_id = ?
            ), counted AS (
                INSERT INTO reviews.rating_count AS sums
                    (product_id, stars_1, stars_2, stars_3, stars_4, stars_5, recommended)
                SELECT known.product_id, (new.rating = 1)::integer, (new.rating = 2)::integer, (new.rating = 3)::integer,
                    (new.rating = 4)::integer, (new.rating = 5)::integer, new.recommend::integer
                FROM known, (SELECT ?::integer AS rating, ?::boolean AS recommend) AS new
                ON CONFLICT (product_id) DO UPDATE SET
                    stars_1 = sums.stars_1 + excluded.stars_1,
                    stars_2 = sums.stars_2 + excluded.stars_2,
                    stars_3 = sums.stars_3 + excluded.stars_3,
                    stars_4 = sums.stars_4 + excluded.stars_4,
                    stars_5 = sums.stars_5 + excluded.stars_5,
                    recommended = sums.recommended + excluded.recommended
                RETURNING product_id
            ), pictures AS MATERIALIZED (
                SELECT nextval('shop.review_photo_id') AS id, url
                FROM counted, (SELECT url FROM unnest(?::text[]) WITH ORDINALITY AS given (url, place) ORDER BY place) AS photo
            ), written AS (
                INSERT INTO reviews.review (id, product_id, helpfulness, date, rating, recommend, reported, summary, body,
                    response, reviewer_name, reviewer_email, photos)
                SELECT nextval('shop.review_id'), product_id, 0, (now() AT TIME ZONE 'UTC')::date, ?, ?, false, ?, ?,
                    NULL, ?, ?,
                    coalesce((SELECT string_agg(concat(id, ',', to_json(url)), ',' ORDER BY id) FROM pictures), '')
                FROM counted
                RETURNING id, product_id
            ), pictured AS (
                INSERT INTO reviews.photo (review_id, id, url)
                SELECT written.id, pictures.id, url FROM written, pictures
            ), rated AS MATERIALIZED (
                SELECT written.id AS review_id, written.product_id, given.id, given.value
                FROM written
                JOIN reviews.characteristic ON characteristic.product_id = written.product_id
                JOIN unnest(?::integer[], ?::integer[]) AS given (id, value) ON given.id = characteristic.id
                ORDER BY given.id
            ), kept AS (
                INSERT INTO reviews.characteristic_rating (review_id, id, characteristic_id, value)
                SELECT review_id, nextval('shop.characteristic_rating_id'), id, value FROM rated
            ), summed AS (
                INSERT INTO reviews.characteristic_sum AS sums (product_id, characteristic_id, ratings, total)
                SELECT product_id, id, 1, value FROM rated
                ON CONFLICT (product_id, characteristic_id) DO UPDATE SET
                    ratings = sums.ratings + 1, total = sums.total + excluded.total
            )
            SELECT id FROM written
            """;

    /** A count that cannot grow any more stays. */
    private static final String HELPFUL = """
            UPDATE reviews.review
            SET helpfulness = least(helpfulness, 2147483646) + 1, votes = least(votes, 2147483646) + 1
            WHERE id = ?
            """;

    private static final String REPORT = """
            UPDATE reviews.review SET reported = true, votes = least(votes, 2147483646) + 1 WHERE id = ?
            """;

    private ReviewStatements() {}

    /** Stores a review. Returns false if there is no such product. */
    static boolean write(Connection connection, NewReview review) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REVIEW)) {
            statement.setInt(1, review.product());
            statement.setInt(2, review.rating());
            statement.setBoolean(3, review.recommend());
            statement.setArray(4, connection.createArrayOf("text", review.photos()));
            statement.setInt(5, review.rating());
            statement.setBoolean(6, review.recommend());
            statement.setString(7, review.summary());
            statement.setString(8, review.body());
            statement.setString(9, review.name());
            statement.setString(10, review.email());
            statement.setArray(
                    11,
                    connection.createArrayOf(
                            "integer", review.characteristics().keySet().toArray()));
            statement.setArray(
                    12,
                    connection.createArrayOf(
                            "integer", review.characteristics().values().toArray()));
            try (ResultSet written = statement.executeQuery()) {
                return written.next();
            }
        }
    }

    /** Counts a helpful vote. Returns false if there is no such review. */
    static boolean helpful(Connection connection, int review) throws SQLException {
        return update(connection, HELPFUL, review);
    }

    /** Hides a review from the lists. Returns false if there is no such review. */
    static boolean report(Connection connection, int review) throws SQLException {
        return update(connection, REPORT, review);
    }

    private static boolean update(Connection connection, String sql, int id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, id);
            return statement.executeUpdate() > 0;
        }
    }
}
