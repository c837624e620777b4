package atelier.question;

import atelier.database.ArrayQuery;
import atelier.database.ReadPool;
import atelier.serve.BatchedReads;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Reads pages of questions, or of answers, whose JSON PostgreSQL writes.
 *
 * <p>An import locks {@code questions.question} and then {@code questions.answer} to switch editions, so a query names one of these tables
 * first.
 */
public final class QuestionDao implements BatchedReads.Source<QuestionDao.Page, byte[]> {
    /** The keys of {@code answers} are in ascending order, which is the order that a browser shows them in anyway. */
    public static final String QUESTIONS = """
            SELECT coalesce(results, '')
            FROM unnest(?, ?, ?) WITH ORDINALITY AS wanted (product, skipped, length, number)
            CROSS JOIN LATERAL (
                SELECT string_agg(
                    concat('{"question_id":', id, ',"question_body":', to_json(body),
                        ',"question_date":"', date_written, 'T00:00:00.000Z","asker_name":', to_json(asker_name),
                        ',"question_helpfulness":', helpful, ',"reported":false,"answers":{', answers, '}}'),
                    ',' ORDER BY helpful DESC, id DESC)
                FROM (
                    SELECT id, body, date_written, asker_name, helpful
                    FROM questions.question
                    WHERE product_id = product AND NOT reported
                    ORDER BY helpful DESC, id DESC
                    OFFSET skipped LIMIT length) question
                CROSS JOIN LATERAL (
                    SELECT string_agg(
                        concat('"', id, '":{"id":', id, ',"body":', to_json(body),
                            ',"date":"', date_written, 'T00:00:00.000Z","answerer_name":', to_json(answerer_name),
                            ',"helpfulness":', helpful, ',"photos":[', photos, ']}'),
                        ',' ORDER BY id)
                    FROM questions.answer
                    CROSS JOIN LATERAL (
                        SELECT string_agg(to_json(url)::text, ',' ORDER BY id)
                        FROM questions.photo
                        WHERE answer_id = answer.id) photo (photos)
                    WHERE question_id = question.id AND NOT reported) answer (answers)) page (results)
            ORDER BY number
            """;

    public static final String ANSWERS = """
            SELECT coalesce(results, '')
            FROM unnest(?, ?, ?) WITH ORDINALITY AS wanted (question, skipped, length, number)
            CROSS JOIN LATERAL (
                SELECT string_agg(
                    concat('{"answer_id":', id, ',"body":', to_json(body),
                        ',"date":"', date_written, 'T00:00:00.000Z","answerer_name":', to_json(answerer_name),
                        ',"helpfulness":', helpful, ',"photos":[', photos, ']}'),
                    ',' ORDER BY helpful DESC, id DESC)
                FROM (
                    SELECT id, body, date_written, answerer_name, helpful
                    FROM questions.answer
                    WHERE question_id = question AND NOT reported
                    ORDER BY helpful DESC, id DESC
                    OFFSET skipped LIMIT length) answer
                CROSS JOIN LATERAL (
                    SELECT string_agg(concat('{"id":', id, ',"url":', to_json(url), '}'), ',' ORDER BY id)
                    FROM questions.photo
                    WHERE answer_id = answer.id) photo (photos)) page (results)
            ORDER BY number
            """;

    /** Frontends ask for a hundred questions, or a thousand, of products that have a few. */
    private static final int ASKED_PER_ROW = 10;

    private final ArrayQuery<byte[]> pages;

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
    }

    private QuestionDao(ReadPool pool, String method, String sql) {
        this.pages = new ArrayQuery<>(pool, QuestionDao.class, method, sql, row -> row.getBytes(1));
    }

    /** Returns the reads of the questions of products. */
    static QuestionDao questions(ReadPool pool) {
        return new QuestionDao(pool, "questions", QUESTIONS);
    }

    /** Returns the reads of the answers of questions. */
    static QuestionDao answers(ReadPool pool) {
        return new QuestionDao(pool, "answers", ANSWERS);
    }

    /** Returns the rows of each page, separated by commas. */
    @Override
    public List<byte[]> read(List<Page> wanted) {
        return pages.list(each(wanted, Page::owner), each(wanted, Page::skipped), each(wanted, Page::length));
    }

    private static Integer[] each(List<Page> wanted, ToIntFunction<Page> value) {
        return wanted.stream().map(value::applyAsInt).toArray(Integer[]::new);
    }

    @Override
    public int rows(Page page) {
        return 1 + (int) (((long) page.skipped + page.length) / ASKED_PER_ROW);
    }
}
