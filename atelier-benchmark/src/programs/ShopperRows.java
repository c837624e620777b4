import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;

/**
 * Writes reviews, questions and answers of the first products, as many for each as published, and of two products that have far more:
 * {@code java -cp atelier-service.jar ShopperRows.java URL PASSWORD_FILE PRODUCTS QUESTIONS}.
 *
 * <p>As in the published files, reviews and questions are in the order of their products, and answers in none. The product with the next id has 100,000 reviews, and the question with the next id 5,000 answers. Does nothing if they are there.
 */
public class ShopperRows {
    private static final List<String> STATEMENTS = List.of(
            """
            INSERT INTO reviews.review (id, product_id, helpfulness, date, rating, recommend, reported, summary, body, response,
                reviewer_name, reviewer_email, photos)
            SELECT id, CASE WHEN id <= written THEN 1 + (id - 1) * PRODUCTS::bigint / written ELSE PRODUCTS + 1 END,
                id * 31::bigint % 50, date '2019-01-01' + (id * 104729::bigint % 900)::integer, 1 + id % 5, id % 3 > 0, id % 20 = 0,
                'It is what I was looking for', repeat('I like the colour, and the cut. ', 6),
                CASE WHEN id % 4 = 0 THEN 'Thank you for your review.' END, 'shopper' || id % 1000, 'somebody@example.com',
                CASE WHEN id % 19 < 9
                    THEN id || ',"https://pictures.atelier.example/photo-' || md5(id::text) || '.jpg?w=1200&q=80&fit=crop"' ELSE '' END
            FROM (SELECT (PRODUCTS * 5.77)::integer AS written) counts, generate_series(1, written + 100000) id
            """,
            """
            INSERT INTO reviews.photo (review_id, id, url)
            SELECT id, id, 'https://pictures.atelier.example/photo-' || md5(id::text) || '.jpg?w=1200&q=80&fit=crop'
            FROM reviews.review WHERE photos <> ''
            """,
            """
            INSERT INTO reviews.characteristic (product_id, id, name)
            SELECT 1 + id / 4, 1 + id, (ARRAY['Fit', 'Length', 'Comfort', 'Quality'])[1 + id % 4]
            FROM generate_series(0, 4 * (PRODUCTS + 1) - 1) id
            """,
            """
            INSERT INTO reviews.characteristic_sum (product_id, characteristic_id, ratings, total)
            SELECT product_id, id, 7, 15 + id % 7 FROM reviews.characteristic
            """,
            """
            INSERT INTO reviews.rating_count (product_id, stars_1, stars_2, stars_3, stars_4, stars_5, recommended)
            SELECT product_id, count(*) FILTER (WHERE rating = 1), count(*) FILTER (WHERE rating = 2),
                count(*) FILTER (WHERE rating = 3), count(*) FILTER (WHERE rating = 4), count(*) FILTER (WHERE rating = 5),
                count(*) FILTER (WHERE recommend)
            FROM reviews.review GROUP BY product_id
            """,
            // As an import does: the answers first, and no triggers.
            "SET session_replication_role = replica",
            """
            INSERT INTO questions.answer (id, question_id, helpful, date_written, reported, body, answerer_name, answerer_email, photos)
            SELECT id, CASE WHEN id <= written THEN 1 + id * 7919::bigint % QUESTIONS ELSE QUESTIONS + 1 END, id * 31::bigint % 20,
                date '2019-01-01' + (id * 104729::bigint % 900)::integer, id % 20 = 0,
                'It comes in four colours, and it fits as the pictures show it.', 'shopper' || id % 1000, 'somebody@example.com',
                CASE WHEN id % 10 < 3
                    THEN id || ',"https://pictures.atelier.example/photo-' || md5(id::text) || '.jpg?w=1200&q=80&fit=crop"' ELSE '' END
            FROM (SELECT (QUESTIONS * 1.96)::integer AS written) counts, generate_series(1, written + 5000) id
            """,
            "ANALYZE questions.answer",
            """
            INSERT INTO questions.question (id, product_id, helpful, date_written, reported, body, asker_name, asker_email, answers)
            SELECT id, CASE WHEN id <= QUESTIONS THEN 1 + (id - 1) * PRODUCTS::bigint / QUESTIONS ELSE PRODUCTS + 2 END, id * 31::bigint % 20,
                date '2019-01-01' + (id * 104729::bigint % 900)::integer, id % 20 = 0,
                'Does it come in other colours than these, and how does it fit?', 'shopper' || id % 1000, 'somebody@example.com',
                shop.shown_answers(id)
            FROM generate_series(1, QUESTIONS + 1) id
            """,
            "RESET session_replication_role",
            """
            INSERT INTO questions.photo (answer_id, id, url)
            SELECT id, id, 'https://pictures.atelier.example/photo-' || md5(id::text) || '.jpg?w=1200&q=80&fit=crop'
            FROM questions.answer WHERE photos <> ''
            """,
            "VACUUM (ANALYZE) reviews.review, reviews.photo, reviews.characteristic, reviews.characteristic_sum",
            "VACUUM (ANALYZE) reviews.rating_count, questions.question, questions.answer, questions.photo");

    private static final String[][] SEQUENCES = {
        {"review_id", "reviews.review"},
        {"review_photo_id", "reviews.photo"},
        {"question_id", "questions.question"},
        {"answer_id", "questions.answer"},
        {"answer_photo_id", "questions.photo"}
    };

    public static void main(String[] arguments) throws Exception {
        String password = Files.readString(Path.of(arguments[1])).strip();
        try (Connection connection = DriverManager.getConnection(arguments[0], "atelier", password);
                Statement statement = connection.createStatement()) {
            // The demo catalogue has reviews too.
            try (ResultSet row = statement.executeQuery(
                    "SELECT max(product_id) = " + arguments[2] + " + 1 FROM reviews.review")) {
                row.next();
                if (row.getBoolean(1)) {
                    moveSequences(statement);
                    return;
                }
            }
            statement.execute("TRUNCATE reviews.review, reviews.photo, reviews.characteristic, reviews.characteristic_rating,"
                    + " reviews.characteristic_sum, reviews.rating_count, questions.question, questions.answer, questions.photo");
            for (String sql : STATEMENTS) {
                statement.execute(sql.replace("PRODUCTS", arguments[2]).replace("QUESTIONS", arguments[3]));
            }
            moveSequences(statement);
        }
    }

    /** New rows follow these. */
    private static void moveSequences(Statement statement) throws Exception {
        for (String[] sequence : SEQUENCES) {
            statement.execute("SELECT setval('shop." + sequence[0] + "', (SELECT max(id) FROM " + sequence[1] + "))");
        }
    }
}
