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
    private static final String PRODUCTS = PageQuery.from("product", "skipped", "length");

    /** The length of an answer. It is computed once, not once for each text. */
    private static final String OCTETS =
            "octet_length(answer.body) + octet_length(answerer_name) + coalesce(octet_length(photos), 0)";

    private static final String TEXTS = """
                    CASE WHEN octets <= longest THEN text END, CASE WHEN octets <= longest THEN name END,
                    CASE WHEN photos IS NULL THEN (
                            SELECT CASE WHEN coalesce(sum(octet_length(url)), 0) <= longest
                                THEN coalesce(string_agg(concat(photo.id, ',', to_json(url)), ',' ORDER BY photo.id), '') END
                            FROM questions.photo
                            WHERE answer_id = answer)
                        WHEN octets <= longest THEN photos END""";

    /**
     * Has a row for each question, with its answers as JSON. These are null if they are too many, or were written by an earlier version; and
     * all texts are, if they are too long together. {@link #QUESTIONS_WITH_ANSWERS} reads the page then.
     */
    public static final String QUESTIONS = """
            SELECT page, part.*
            %sCROSS JOIN LATERAL (
                SELECT id, NULL::integer, helpful, date_written - DATE '1970-01-01', CASE WHEN octets <= longest THEN body END,
                    CASE WHEN octets <= longest THEN asker_name END, CASE WHEN octets <= longest THEN answers END
                FROM (
                    SELECT id, helpful, date_written, body, asker_name, answers,
                        octet_length(body) + octet_length(asker_name) + octet_length(answers) AS octets
                    FROM questions.question
                    WHERE product_id = product AND NOT reported
                    ORDER BY helpful DESC, id DESC
                    OFFSET skipped LIMIT length) question
                LIMIT most) part
            """.formatted(PRODUCTS);

    /**
     * Has a row for each question, followed by one for each of its answers.
     *
     * <p>An answer that was stored before the column {@code photos} existed has null there, and its photos are looked up.
     */
    public static final String QUESTIONS_WITH_ANSWERS = """
            SELECT page, part.*
            %sCROSS JOIN LATERAL (
                SELECT question.id, answer, helpful, day, %s
                FROM (
                    SELECT id, body, asker_name, helpful AS votes, date_written
                    FROM questions.question
                    WHERE product_id = product AND NOT reported
                    ORDER BY helpful DESC, id DESC
                    OFFSET skipped LIMIT length) question
                CROSS JOIN LATERAL (
                    SELECT NULL::integer, votes, question.date_written - DATE '1970-01-01', question.body, asker_name, '',
                        octet_length(question.body) + octet_length(asker_name)
                    UNION ALL
                    SELECT id, helpful, date_written - DATE '1970-01-01', answer.body, answerer_name, photos, %s
                    FROM questions.answer
                    WHERE question_id = question.id AND NOT reported) part (answer, helpful, day, text, name, photos, octets)
                LIMIT most) part
            """.formatted(PRODUCTS, TEXTS, OCTETS);

    /** Has a row for each answer. */
    public static final String ANSWERS = """
            SELECT page, part.*
            %sCROSS JOIN LATERAL (
                SELECT parameter.question, answer, helpful, day, %s
                FROM (
                    SELECT id, helpful, date_written - DATE '1970-01-01', body, answerer_name, photos, %s
                    FROM questions.answer
                    WHERE question_id = question AND NOT reported
                    ORDER BY helpful DESC, id DESC
                    OFFSET skipped LIMIT length) part (answer, helpful, day, text, name, photos, octets)
                LIMIT most) part
            """.formatted(PageQuery.from("question", "skipped", "length"), TEXTS, OCTETS);

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

    /** Returns the reads of the questions of products. */
    static PageQuery<Page> questions(ReadPool pool) {
        return query(pool, "questionsWithAnswers", QUESTIONS_WITH_ANSWERS, QuestionJson::new)
                .after(pool, QuestionDao.class, List.of("questions"), List.of(QUESTIONS), page -> 0);
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
