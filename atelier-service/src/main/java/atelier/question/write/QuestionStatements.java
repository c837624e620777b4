package atelier.question.write;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The statements that store questions and answers. Each is one transaction, and locks first what an import's switch locks first: {@code
 * catalogue.document}, {@code questions.question}, {@code questions.answer}.
 */
final class QuestionStatements {
    private static final String QUESTION = """
            WITH known AS MATERIALIZED (
                SELECT product_id FROM catalogue.document WHERE product_id = ?
            ), written AS (
                INSERT INTO questions.question (id, product_id, helpful, date_written, reported, body, asker_name, asker_email)
                SELECT nextval('shop.question_id'), product_id, 0, (now() AT TIME ZONE 'UTC')::date, false, ?, ?, ?
                FROM known
                RETURNING id
            )
            SELECT id FROM written
            """;

    /** Locks the question as its foreign key does, so that a question that is deleted meanwhile is unknown and no fault. */
    private static final String ANSWER = """
            WITH known AS MATERIALIZED (
                SELECT id FROM questions.question WHERE id = ? FOR KEY SHARE
            ), pictures AS MATERIALIZED (
                SELECT nextval('shop.answer_photo_id') AS id, url
                FROM known, (SELECT url FROM unnest(?::text[]) WITH ORDINALITY AS given (url, place) ORDER BY place) AS photo
            ), written AS (
                INSERT INTO questions.answer
                    (id, question_id, helpful, date_written, reported, body, answerer_name, answerer_email, photos)
                SELECT nextval('shop.answer_id'), id, 0, (now() AT TIME ZONE 'UTC')::date, false, ?, ?, ?,
                    coalesce((SELECT string_agg(concat(id, ',', to_json(url)), ',' ORDER BY id) FROM pictures), '')
                FROM known
                RETURNING id
            ), pictured AS (
                INSERT INTO questions.photo (answer_id, id, url)
                SELECT written.id, pictures.id, url FROM written, pictures
            )
            SELECT id FROM written
            """;

    private QuestionStatements() {}

    /** Stores a question. Returns false if there is no such product. */
    static boolean ask(Connection connection, int product, NewText question) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(QUESTION)) {
            statement.setInt(1, product);
            set(statement, 2, question);
            return found(statement);
        }
    }

    /** Stores an answer. Returns false if there is no such question. */
    static boolean answer(Connection connection, int question, NewText answer, String[] photos) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ANSWER)) {
            statement.setInt(1, question);
            statement.setArray(2, connection.createArrayOf("text", photos));
            set(statement, 3, answer);
            return found(statement);
        }
    }

    private static void set(PreparedStatement statement, int first, NewText text) throws SQLException {
        statement.setString(first, text.body());
        statement.setString(first + 1, text.name());
        statement.setString(first + 2, text.email());
    }

    private static boolean found(PreparedStatement statement) throws SQLException {
        try (ResultSet written = statement.executeQuery()) {
            return written.next();
        }
    }
}
