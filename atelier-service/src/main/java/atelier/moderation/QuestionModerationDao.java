package atelier.moderation;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Restores questions, and deletes them with their answers. */
public interface QuestionModerationDao extends ModeratedDao, SqlObject {
    String BEFORE_LOCKS = "before_locks";

    @Override
    @SqlUpdate("LOCK TABLE questions.question, questions.answer IN ROW EXCLUSIVE MODE")
    void lockTables();

    @Override
    @SqlQuery("SELECT product_id FROM questions.question WHERE id = :id")
    Optional<Integer> productOf(int id);

    @Override
    @SqlQuery("SELECT id FROM questions.question WHERE product_id = :product AND reported ORDER BY id LIMIT :most")
    List<Integer> reported(int product, int most);

    /** The lock also keeps new answers away, because the foreign key of an answer locks its question. */
    @SqlQuery("SELECT id FROM questions.question WHERE id = ANY(:ids) ORDER BY id FOR UPDATE")
    List<Integer> lockQuestions(Integer[] ids);

    @SqlQuery("SELECT id FROM questions.answer WHERE question_id = ANY(:ids) ORDER BY id FOR UPDATE")
    List<Integer> lockAnswers(Integer[] ids);

    /** Locks the answers of the questions without a wait, and tells whether these are all. */
    @SqlQuery("""
            SELECT (SELECT count(*) FROM questions.answer WHERE question_id = ANY(:ids)) = (
                SELECT count(*)
                FROM (SELECT FROM questions.answer WHERE question_id = ANY(:ids) FOR UPDATE SKIP LOCKED) AS free)
            """)
    boolean lockFreeAnswers(Integer[] ids);

    @SqlQuery("""
            WITH changed AS (
                SELECT id, body, date_written, asker_name, helpful, reported, octet_length(body) + octet_length(asker_name) AS size,
                       sum(octet_length(body) + octet_length(asker_name)) OVER (ORDER BY id) AS total
                FROM questions.question
                WHERE id = ANY(:ids) AND (reported OR NOT :onlyReported)
            ), sized AS (
                SELECT answer.id, question_id, answer.body, answer.date_written, answerer_name, answer.helpful,
                       answer.reported,
                       octet_length(answer.body) + octet_length(answerer_name)
                           + coalesce((SELECT sum(octet_length(url)) FROM questions.photo WHERE answer_id = answer.id), 0) AS size
                FROM questions.answer
                WHERE question_id IN (SELECT id FROM changed)
            ), summed AS (
                SELECT *, sum(size) OVER (ORDER BY id) AS total FROM sized
            ), answers AS (
                SELECT question_id, jsonb_object_agg(id, jsonb_build_object(
                    'date', date_written, 'helpfulness', helpful, 'reported', reported)
                    || CASE WHEN total > :bytes THEN jsonb_build_object('bytes_left_out', size)
                       ELSE jsonb_build_object(
                           'body', body, 'answerer_name', answerer_name,
                           'photos', ARRAY(SELECT url FROM questions.photo WHERE answer_id = summed.id ORDER BY photo.id))
                       END) AS json
                FROM summed
                GROUP BY question_id
            )
            SELECT id, jsonb_build_object(
                'date', date_written, 'helpfulness', helpful, 'reported', reported,
                'answers', coalesce((SELECT json FROM answers WHERE question_id = changed.id), '{}'))
                || CASE WHEN total > :bytes THEN jsonb_build_object('bytes_left_out', size)
                   ELSE jsonb_build_object('body', body, 'asker_name', asker_name) END AS json
            FROM changed
            ORDER BY id
            """)
    @RegisterConstructorMapper(Content.class)
    List<Content> contents(Integer[] ids, boolean onlyReported, int bytes);

    /**
     * Locks the answers first: a change of an answer locks the answer, and then, in a trigger, its question. Somebody may have added an
     * answer before the questions were locked, and somebody else may be changing it, and wait for its question. Then nobody may wait for
     * that answer here, so the locks are given up and taken again.
     */
    @Override
    default List<Content> lock(Integer[] ids, boolean onlyReported, int bytes) {
        boolean complete;
        do {
            getHandle().savepoint(BEFORE_LOCKS);
            lockAnswers(ids);
            lockQuestions(ids);
            complete = lockFreeAnswers(ids);
            if (!complete) {
                getHandle().rollbackToSavepoint(BEFORE_LOCKS);
            }
        } while (!complete);
        return contents(ids, onlyReported, bytes);
    }

    @Override
    @SqlUpdate("UPDATE questions.question SET reported = false WHERE id = ANY(:ids)")
    void restore(Integer[] ids);

    @Override
    default void delete(int product, Integer[] ids) {
        deletePhotos(ids);
        deleteAnswers(ids);
        deleteQuestions(ids);
    }

    @SqlUpdate("""
            DELETE FROM questions.photo
            WHERE answer_id IN (SELECT id FROM questions.answer WHERE question_id = ANY(:ids))
            """)
    void deletePhotos(Integer[] ids);

    @SqlUpdate("DELETE FROM questions.answer WHERE question_id = ANY(:ids)")
    void deleteAnswers(Integer[] ids);

    @SqlUpdate("DELETE FROM questions.question WHERE id = ANY(:ids)")
    void deleteQuestions(Integer[] ids);
}
