package atelier.question;

import atelier.database.ReadPool;
import atelier.serve.PageJson;
import atelier.serve.PageQuery;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Reads pages of questions, or of answers.
 *
 * <p>An import locks {@code questions.question} and then {@code questions.answer} to switch editions, so a query names one of these tables
 * first.
 *
 * <p>Nested loops keep the rows in the order of the pages and of their questions or answers; {@code QuestionPlanTest} checks that there is
 * no other join.
 */
public final class QuestionDao {
    /** The parts of a question: its texts, then its answers, each followed by its photos. */
    public static final String QUESTIONS = """
            SELECT number, part.*
            FROM unnest(?, ?, ?, ?, ?) WITH ORDINALITY AS page (product, skipped, length, most, longest, number)
            CROSS JOIN LATERAL (
                SELECT question.id, text.answer, photo, helpful, day, text, name
                FROM (
                    SELECT id, body, asker_name, helpful AS votes, date_written
                    FROM questions.question
                    WHERE product_id = product AND NOT reported
                    ORDER BY helpful DESC, id DESC
                    OFFSET skipped LIMIT length) question
                CROSS JOIN LATERAL (
                    SELECT NULL::integer, NULL::integer, votes, question.date_written - DATE '1970-01-01',
                        CASE WHEN octet_length(question.body) + octet_length(asker_name) <= longest THEN question.body END,
                        CASE WHEN octet_length(question.body) + octet_length(asker_name) <= longest THEN asker_name END
                    UNION ALL
                    SELECT answer.id, part.photo, answer.helpful, answer.date_written - DATE '1970-01-01', part.text, part.name
                    FROM questions.answer
                    %s
                    WHERE question_id = question.id AND NOT reported) text (answer, photo, helpful, day, text, name)
                LIMIT most) part
            """.formatted(parts());

    /** The parts of an answer: its texts, then its photos. */
    public static final String ANSWERS = """
            SELECT number, part.*
            FROM unnest(?, ?, ?, ?, ?) WITH ORDINALITY AS page (question, skipped, length, most, longest, number)
            CROSS JOIN LATERAL (
                SELECT page.question, answer.id, photo, helpful, date_written - DATE '1970-01-01', text, name
                FROM (
                    SELECT id, body, answerer_name, helpful, date_written
                    FROM questions.answer
                    WHERE question_id = question AND NOT reported
                    ORDER BY helpful DESC, id DESC
                    OFFSET skipped LIMIT length) answer
                %s
                LIMIT most) part
            """.formatted(parts());

    /**
     * Which rows a page has.
     *
     * @param owner the product of the questions, or the question of the answers
     * @param skipped how many rows come before the page
     * @param length how many rows it has at most
     */
    record Page(int owner, int skipped, int length) {
        /**
         * Returns the page with a number, counted from 1.
         *
         * <p>There are no more rows than ids, so all pages beyond the largest int are the same empty page.
         */
        static Page of(long owner, long number, int length) {
            return new Page(
                    (int) owner,
                    (int) Math.min(Integer.MAX_VALUE, Math.min(number - 1, Integer.MAX_VALUE) * length),
                    length);
        }

        private int end() {
            return (int) Math.min(Integer.MAX_VALUE, (long) skipped + length);
        }
    }

    private QuestionDao() {}

    private static String parts() {
        return """
                CROSS JOIN LATERAL (
                    SELECT NULL::integer,
                        CASE WHEN octet_length(answer.body) + octet_length(answerer_name) <= longest THEN answer.body END,
                        CASE WHEN octet_length(answer.body) + octet_length(answerer_name) <= longest THEN answerer_name END
                    UNION ALL (
                    SELECT id, CASE WHEN octet_length(url) <= longest THEN url END, NULL
                    FROM questions.photo
                    WHERE answer_id = answer.id
                    ORDER BY id)) part (photo, text, name)""";
    }

    /** Returns the reads of the questions of products. */
    static PageQuery<Page> questions(ReadPool pool) {
        return query(pool, "questions", QUESTIONS, QuestionJson::new);
    }

    /** Returns the reads of the answers of questions. */
    static PageQuery<Page> answers(ReadPool pool) {
        return query(pool, "answers", ANSWERS, AnswerJson::new);
    }

    private static PageQuery<Page> query(ReadPool pool, String method, String sql, IntFunction<PageJson> newPage) {
        return new PageQuery<>(
                pool,
                QuestionDao.class,
                method,
                sql,
                List.of(Page::owner, Page::skipped, Page::length),
                Page::end,
                newPage);
    }
}
