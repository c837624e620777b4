package atelier.testing;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;

/** What shoppers have written about the products of the fixture, in the columns of the published CSV files. */
final class ShopperFixture {
    private static final Path DIRECTORY = Path.of("src/test/resources/fixture-shoppers");

    /** A day as epoch milliseconds or as a date. */
    private static final String DAY = """
            CASE WHEN %1$s ~ '^[0-9]{13}$' THEN (to_timestamp(%1$s::bigint / 1000) AT TIME ZONE 'UTC')::date ELSE %1$s::date END
            """;

    private static final List<String> STATEMENTS = List.of(
            """
            INSERT INTO reviews.review (id, product_id, rating, date, summary, body, recommend, reported, reviewer_name,
                reviewer_email, response, helpfulness)
            SELECT id::integer, product_id::integer, rating::smallint, %s, summary, body, recommend::boolean, reported::boolean,
                reviewer_name, reviewer_email, response, helpfulness::integer
            FROM fixture_reviews
            """.formatted(DAY.formatted("date")),
            """
            INSERT INTO reviews.photo (id, review_id, url)
            SELECT id::integer, review_id::integer, url
            FROM fixture_reviews_photos
            """,
            """
            INSERT INTO reviews.characteristic (id, product_id, name)
            SELECT id::integer, product_id::integer, name
            FROM fixture_characteristics
            """,
            """
            INSERT INTO reviews.characteristic_rating (id, characteristic_id, review_id, value)
            SELECT id::integer, characteristic_id::integer, review_id::integer, value::smallint
            FROM fixture_characteristic_reviews
            """,
            """
            INSERT INTO reviews.rating_count (product_id, stars_1, stars_2, stars_3, stars_4, stars_5, recommended)
            SELECT product_id, count(*) FILTER (WHERE rating = 1), count(*) FILTER (WHERE rating = 2),
                count(*) FILTER (WHERE rating = 3), count(*) FILTER (WHERE rating = 4), count(*) FILTER (WHERE rating = 5),
                count(*) FILTER (WHERE recommend)
            FROM reviews.review
            GROUP BY product_id
            """,
            """
            INSERT INTO reviews.characteristic_sum (product_id, characteristic_id, ratings, total)
            SELECT product_id, characteristic_id, count(*), sum(value)
            FROM reviews.characteristic_rating
            JOIN reviews.characteristic ON characteristic.id = characteristic_id
            GROUP BY product_id, characteristic_id
            """,
            "UPDATE reviews.edition SET reviews = 8, last_review = 8",
            "SELECT setval('shop.review_id', 8), setval('shop.review_photo_id', 12), setval('shop.characteristic_rating_id', 6)");

    private ShopperFixture() {}

    static void load(Connection connection) throws SQLException {
        for (String file : List.of("reviews", "reviews_photos", "characteristics", "characteristic_reviews")) {
            copy(connection, file);
        }
        try (Statement statement = connection.createStatement()) {
            for (String sql : STATEMENTS) {
                statement.execute(sql);
            }
        }
    }

    /** Copies a file into a temporary table whose columns are all text. */
    private static void copy(Connection connection, String name) throws SQLException {
        try (Reader file = Files.newBufferedReader(DIRECTORY.resolve(name + ".csv"));
                Statement statement = connection.createStatement()) {
            String header = Files.readAllLines(DIRECTORY.resolve(name + ".csv")).get(0);
            statement.execute(
                    "CREATE TEMPORARY TABLE fixture_" + name + " (" + header.replace(",", " text, ") + " text)");
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY fixture_" + name + " FROM STDIN (FORMAT csv, HEADER, NULL 'null')", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
