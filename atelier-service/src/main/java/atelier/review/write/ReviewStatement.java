package atelier.review.write;

import atelier.write.shopper.BatchedWrites;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;

/**
 * Stores reviews, and changes the running sums of their products, in one statement. It locks first what an import's switch locks first:
 * {@code catalogue.document}, {@code reviews.rating_count}, {@code reviews.review}.
 *
 * <p>Each statement that changes the reviews of a product locks the product's row of {@code rating_count} first. So such statements wait
 * there for each other, and never in a circle. Each later step reads the one before, which gives the steps their order.
 */
final class ReviewStatement implements BatchedWrites.Statement<NewReview> {
    private static final String GIVEN = """
            WITH given AS MATERIALIZED (
                SELECT * FROM unnest(?::integer[], ?::integer[], ?::boolean[], ?::text[], ?::text[], ?::text[], ?::text[])
                    WITH ORDINALITY AS review (product_id, rating, recommend, summary, body, name, email, place)
            ), known AS MATERIALIZED (
                SELECT product_id FROM catalogue.document WHERE product_id = ANY(ARRAY(SELECT product_id FROM given))
            ), added AS MATERIALIZED (
                SELECT product_id,
                    (count(*) FILTER (WHERE rating = 1))::integer AS stars_1,
                    (count(*) FILTER (WHERE rating = 2))::integer AS stars_2,
                    (count(*) FILTER (WHERE rating = 3))::integer AS stars_3,
                    (count(*) FILTER (WHERE rating = 4))::integer AS stars_4,
                    (count(*) FILTER (WHERE rating = 5))::integer AS stars_5,
                    (count(*) FILTER (WHERE recommend))::integer AS recommended
                FROM known JOIN given USING (product_id)
                GROUP BY product_id
            ),
            """;

    private static final String COUNTED_WITH_WAITS = """
            counted AS (
                INSERT INTO reviews.rating_count AS sums
                    (product_id, stars_1, stars_2, stars_3, stars_4, stars_5, recommended)
                SELECT product_id, stars_1, stars_2, stars_3, stars_4, stars_5, recommended FROM added
                ON CONFLICT (product_id) DO UPDATE SET
                    stars_1 = sums.stars_1 + excluded.stars_1,
                    stars_2 = sums.stars_2 + excluded.stars_2,
                    stars_3 = sums.stars_3 + excluded.stars_3,
                    stars_4 = sums.stars_4 + excluded.stars_4,
                    stars_5 = sums.stars_5 + excluded.stars_5,
                    recommended = sums.recommended + excluded.recommended
                RETURNING product_id
            ),
            """;

    /** Leaves out a product's first review too: another transaction may be inserting the same row, and only a wait would tell. */
    private static final String COUNTED_WITHOUT_WAITS = """
            free AS MATERIALIZED (
                SELECT product_id FROM reviews.rating_count
                WHERE product_id = ANY(ARRAY(SELECT product_id FROM added))
                FOR NO KEY UPDATE SKIP LOCKED
            ), counted AS (
                UPDATE reviews.rating_count AS sums SET
                    stars_1 = sums.stars_1 + added.stars_1,
                    stars_2 = sums.stars_2 + added.stars_2,
                    stars_3 = sums.stars_3 + added.stars_3,
                    stars_4 = sums.stars_4 + added.stars_4,
                    stars_5 = sums.stars_5 + added.stars_5,
                    recommended = sums.recommended + added.recommended
                FROM added JOIN free USING (product_id)
                WHERE sums.product_id = added.product_id
                RETURNING sums.product_id
            ),
            """;

    private static final String WRITTEN = """
            placed AS MATERIALIZED (
                SELECT nextval('shop.review_id')::integer AS id, ordered.*
                FROM (SELECT given.* FROM counted JOIN given USING (product_id) ORDER BY place) AS ordered
            ), pictures AS MATERIALIZED (
                SELECT nextval('shop.review_photo_id')::integer AS id, review_id, url
                FROM (
                    SELECT placed.id AS review_id, url
                    FROM unnest(?::integer[], ?::text[]) WITH ORDINALITY AS photo (place, url, number)
                    JOIN placed USING (place)
                    ORDER BY number
                ) AS ordered
            ), written AS (
                INSERT INTO reviews.review (id, product_id, helpfulness, date, rating, recommend, reported, summary, body,
                    response, reviewer_name, reviewer_email, photos)
                SELECT id, product_id, 0, (now() AT TIME ZONE 'UTC')::date, rating, recommend, false, summary, body,
                    NULL, name, email,
                    coalesce((SELECT string_agg(concat(pictures.id, ',', to_json(url)), ',' ORDER BY pictures.id)
                              FROM pictures WHERE review_id = placed.id), '')
                FROM placed
            ), pictured AS (
                INSERT INTO reviews.photo (review_id, id, url) SELECT review_id, id, url FROM pictures
            ), rated AS MATERIALIZED (
                SELECT placed.id AS review_id, placed.product_id, characteristic.id, value
                FROM unnest(?::integer[], ?::integer[], ?::integer[]) AS rating (place, id, value)
                JOIN placed USING (place)
                JOIN reviews.characteristic
                    ON characteristic.product_id = placed.product_id AND characteristic.id = rating.id
            ), kept AS (
                INSERT INTO reviews.characteristic_rating (review_id, id, characteristic_id, value)
                SELECT review_id, nextval('shop.characteristic_rating_id'), id, value FROM rated
            ), summed AS (
                INSERT INTO reviews.characteristic_sum AS sums (product_id, characteristic_id, ratings, total)
                SELECT product_id, id, count(*), sum(value) FROM rated GROUP BY product_id, id
                ON CONFLICT (product_id, characteristic_id) DO UPDATE SET
                    ratings = sums.ratings + excluded.ratings, total = sums.total + excluded.total
            )
            SELECT place FROM placed
            """;

    private static final String WITH_WAITS = GIVEN + COUNTED_WITH_WAITS + WRITTEN;
    private static final String WITHOUT_WAITS = GIVEN + COUNTED_WITHOUT_WAITS + WRITTEN;

    /** Leaves out a review of a product that does not exist, and values of characteristics that the product does not have. */
    @Override
    public BitSet run(Connection connection, List<NewReview> reviews, boolean waits) throws SQLException {
        BitSet written = new BitSet();
        try (PreparedStatement statement = connection.prepareStatement(waits ? WITH_WAITS : WITHOUT_WAITS)) {
            Parameters parameters = new Parameters(connection, statement);
            parameters.addEach("integer", reviews, NewReview::product);
            parameters.addEach("integer", reviews, NewReview::rating);
            parameters.addEach("boolean", reviews, NewReview::recommend);
            parameters.addEach("text", reviews, NewReview::summary);
            parameters.addEach("text", reviews, NewReview::body);
            parameters.addEach("text", reviews, NewReview::name);
            parameters.addEach("text", reviews, NewReview::email);
            addPhotos(parameters, reviews);
            addCharacteristics(parameters, reviews);
            try (ResultSet places = statement.executeQuery()) {
                while (places.next()) {
                    // PostgreSQL counts from 1.
                    written.set(places.getInt(1) - 1);
                }
            }
        }
        return written;
    }

    private static void addPhotos(Parameters parameters, List<NewReview> reviews) throws SQLException {
        List<Integer> places = new ArrayList<>();
        List<String> urls = new ArrayList<>();
        for (int place = 1; place <= reviews.size(); place++) {
            for (String url : reviews.get(place - 1).photos()) {
                places.add(place);
                urls.add(url);
            }
        }
        parameters.add("integer", places);
        parameters.add("text", urls);
    }

    private static void addCharacteristics(Parameters parameters, List<NewReview> reviews) throws SQLException {
        List<Integer> places = new ArrayList<>();
        List<Integer> ids = new ArrayList<>();
        List<Integer> values = new ArrayList<>();
        for (int place = 1; place <= reviews.size(); place++) {
            int current = place;
            reviews.get(place - 1).characteristics().forEach((id, value) -> {
                places.add(current);
                ids.add(id);
                values.add(value);
            });
        }
        parameters.add("integer", places);
        parameters.add("integer", ids);
        parameters.add("integer", values);
    }

    /** Sets the parameters of a statement, which are arrays, in their order. */
    private static final class Parameters {
        private final Connection connection;
        private final PreparedStatement statement;
        private int count;

        Parameters(Connection connection, PreparedStatement statement) {
            this.connection = connection;
            this.statement = statement;
        }

        void add(String type, List<?> values) throws SQLException {
            statement.setArray(++count, connection.createArrayOf(type, values.toArray()));
        }

        <T> void addEach(String type, List<NewReview> reviews, Function<NewReview, T> value) throws SQLException {
            add(type, reviews.stream().map(value).toList());
        }
    }
}
