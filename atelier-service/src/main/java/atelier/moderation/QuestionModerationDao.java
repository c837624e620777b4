package atelier.moderation;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Restores questions, and deletes them with their answers. */
public interface QuestionModerationDao extends ModeratedDao {
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

    @SqlQuery("""
            SELECT id, jsonb_build_object(
                'body', body, 'date', date_written, 'asker_name', asker_name, 'helpfulness', helpful,
                'reported', reported,
                'answers', (
                    SELECT coalesce(jsonb_object_agg(answer.id, jsonb_build_object(
                        'body', answer.body, 'date', answer.date_written, 'answerer_name', answerer_name,
                        'helpfulness', answer.helpful, 'reported', answer.reported,
                        'photos', ARRAY(SELECT url FROM questions.photo WHERE answer_id = answer.id ORDER BY photo.id))), '{}')
                    FROM questions.answer
                    WHERE question_id = question.id)) AS json
            FROM questions.question
            WHERE id = ANY(:ids) AND (reported OR NOT :onlyReported)
            ORDER BY id
            """)
    @RegisterConstructorMapper(Content.class)
    List<Content> contents(Integer[] ids, boolean onlyReported);

    /** Several statements, because a statement does not see the answers that came while it waited for its locks. */
    @Override
    default List<Content> lock(Integer[] ids, boolean onlyReported) {
        lockQuestions(ids);
        lockAnswers(ids);
        return contents(ids, onlyReported);
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
