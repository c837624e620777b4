package atelier.moderation;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Restores and deletes answers. */
public interface AnswerModerationDao extends ModeratedDao {
    @Override
    @SqlUpdate("LOCK TABLE questions.question, questions.answer IN ROW EXCLUSIVE MODE")
    void lockTables();

    @Override
    @SqlQuery("""
            SELECT question.product_id
            FROM questions.question
            JOIN questions.answer ON answer.question_id = question.id
            WHERE answer.id = :id
            """)
    Optional<Integer> productOf(int id);

    /** The questions of a product are in two partial indexes, and each branch reads one of them. */
    @Override
    @SqlQuery("""
            SELECT answer.id
            FROM (
                SELECT id FROM questions.question WHERE product_id = :product AND NOT reported
                UNION ALL
                SELECT id FROM questions.question WHERE product_id = :product AND reported
            ) AS question
            JOIN questions.answer ON answer.question_id = question.id
            WHERE answer.reported
            ORDER BY answer.id
            LIMIT :most
            """)
    List<Integer> reported(int product, int most);

    @Override
    @SqlQuery("""
            WITH locked AS (
                SELECT id, question_id, body, date_written, answerer_name, helpful, reported,
                       octet_length(body) + octet_length(answerer_name)
                           + coalesce((SELECT sum(octet_length(url)) FROM questions.photo WHERE answer_id = answer.id), 0) AS size
                FROM questions.answer
                WHERE id = ANY(:ids) AND (reported OR NOT :onlyReported)
                ORDER BY id
                FOR UPDATE
            ), sized AS (
                SELECT *, sum(size) OVER (ORDER BY id) AS total FROM locked
            )
            SELECT id, jsonb_build_object(
                'question_id', question_id, 'date', date_written, 'helpfulness', helpful, 'reported', reported)
                || CASE WHEN total > :bytes THEN jsonb_build_object('bytes_left_out', size)
                   ELSE jsonb_build_object(
                       'body', body, 'answerer_name', answerer_name,
                       'photos', ARRAY(SELECT url FROM questions.photo WHERE answer_id = sized.id ORDER BY photo.id))
                   END AS json
            FROM sized
            ORDER BY id
            """)
    @RegisterConstructorMapper(Content.class)
    List<Content> lock(Integer[] ids, boolean onlyReported, int bytes);

    @Override
    @SqlUpdate("UPDATE questions.answer SET reported = false WHERE id = ANY(:ids)")
    void restore(Integer[] ids);

    @Override
    default void delete(int product, Integer[] ids) {
        deletePhotos(ids);
        deleteAnswers(ids);
    }

    @SqlUpdate("DELETE FROM questions.photo WHERE answer_id = ANY(:ids)")
    void deletePhotos(Integer[] ids);

    @SqlUpdate("DELETE FROM questions.answer WHERE id = ANY(:ids)")
    void deleteAnswers(Integer[] ids);
}
