package atelier.moderation;

import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Reads what was reported. Each kind has an index of its reported rows in the order of the list. */
@RegisterConstructorMapper(Reported.class)
public interface ReportedDao {
    /** An import's switch locks these tables, so no page mixes two datasets. A node may read only some columns, so it needs this mode. */
    @SqlUpdate("""
            LOCK TABLE reviews.rating_count, reviews.review, questions.question, questions.answer IN ROW SHARE MODE
            """)
    void lockTables();

    @SqlQuery("""
            SELECT 'review' AS kind, id, product_id, NULL::integer AS question_id,
                   to_char(date, 'YYYY-MM-DD"T00:00:00.000Z"') AS date, reviewer_name AS name, summary, body AS text,
                   ARRAY(SELECT url FROM reviews.photo WHERE review_id = review.id ORDER BY photo.id) AS photos
            FROM reviews.review
            WHERE reported AND (product_id, id) > (:first, :id)
            ORDER BY product_id, id
            LIMIT :count
            """)
    List<Reported> reviews(long first, long id, int count);

    @SqlQuery("""
            SELECT 'question' AS kind, id, product_id, NULL::integer AS question_id,
                   to_char(date_written, 'YYYY-MM-DD"T00:00:00.000Z"') AS date, asker_name AS name, NULL AS summary, body AS text,
                   ARRAY[]::text[] AS photos
            FROM questions.question
            WHERE reported AND (product_id, id) > (:first, :id)
            ORDER BY product_id, id
            LIMIT :count
            """)
    List<Reported> questions(long first, long id, int count);

    @SqlQuery("""
            SELECT 'answer' AS kind, answer.id, product_id, question_id,
                   to_char(answer.date_written, 'YYYY-MM-DD"T00:00:00.000Z"') AS date, answerer_name AS name, NULL AS summary,
                   answer.body AS text,
                   ARRAY(SELECT url FROM questions.photo WHERE answer_id = answer.id ORDER BY photo.id) AS photos
            FROM questions.answer
            JOIN questions.question ON question.id = question_id
            WHERE answer.reported AND (question_id, answer.id) > (:first, :id)
            ORDER BY question_id, answer.id
            LIMIT :count
            """)
    List<Reported> answers(long first, long id, int count);

    /** Returns the next rows of one kind. */
    default List<Reported> find(ReportedCursor after, int count) {
        return switch (after.kind()) {
            case REVIEW -> reviews(after.first(), after.id(), count);
            case QUESTION -> questions(after.first(), after.id(), count);
            case ANSWER -> answers(after.first(), after.id(), count);
        };
    }
}
