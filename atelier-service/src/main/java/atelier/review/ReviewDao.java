package atelier.review;

import atelier.database.ArrayQuery;
import atelier.database.ReadPool;
import atelier.serve.BatchedReads;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Reads pages of reviews as JSON.
 *
 * <p>An import locks {@code reviews.review} to switch datasets. The query names this table first, so no response mixes two datasets.
 */
public final class ReviewDao implements BatchedReads.Source<ReviewDao.Page, byte[]> {
    private static final String RELEVANT = "helpfulness DESC, date DESC, id DESC";
    private static final String NEWEST = "date DESC, id DESC";
    private static final String HELPFUL = "helpfulness DESC, id DESC";

    /** Only the branch of the page's order runs. Each order has an index, so a page costs the same for every product. */
    public static final String PAGES = """
            SELECT coalesce(CASE sort WHEN 1 THEN (%s) WHEN 2 THEN (%s) ELSE (%s) END, '')
            FROM unnest(?, ?, ?, ?) WITH ORDINALITY AS page (product, sort, skipped, length, number)
            ORDER BY number
            """.formatted(inOrder(RELEVANT), inOrder(NEWEST), inOrder(HELPFUL));

    /** Frontends ask for a hundred reviews, or a thousand, of products that have a few. */
    private static final int ASKED_PER_ROW = 10;

    private final ArrayQuery<byte[]> pages;

    /**
     * Which reviews a page has.
     *
     * @param sort the position of the order among those of the route, counted from 1
     * @param skipped how many reviews come before the page
     * @param length how many reviews it has at most
     */
    public record Page(int product, int sort, int skipped, int length) {}

    public ReviewDao(ReadPool pool) {
        this.pages = new ArrayQuery<>(pool, ReviewDao.class, "pages", PAGES, row -> row.getBytes(1));
    }

    /** Returns the reviews of each page, separated by commas. */
    @Override
    public List<byte[]> read(List<Page> wanted) {
        return pages.list(
                each(wanted, Page::product),
                each(wanted, Page::sort),
                each(wanted, Page::skipped),
                each(wanted, Page::length));
    }

    /** Returns the reviews of a page in one text. A node may not read emails, so {@code *} would fail. Since version 16 PostgreSQL does not sort them again: the index has this order. */
    private static String inOrder(String order) {
        return """
                SELECT string_agg(
                    concat(
                        '{"review_id":', id,
                        ',"rating":', rating,
                        ',"summary":', to_json(summary),
                        ',"recommend":', to_json(recommend),
                        ',"response":', coalesce(to_json(response)::text, 'null'),
                        ',"body":', to_json(body),
                        ',"date":"', to_char(date::timestamp, 'YYYY-MM-DD'), 'T00:00:00.000Z"',
                        ',"reviewer_name":', to_json(reviewer_name),
                        ',"helpfulness":', helpfulness,
                        ',"photos":[', (
                            SELECT string_agg(concat('{"id":', photo.id, ',"url":', to_json(url), '}'), ',' ORDER BY photo.id)
                            FROM reviews.photo
                            WHERE review_id = review.id), ']}'),
                    ','
                    ORDER BY %1$s)
                FROM (
                    SELECT id, helpfulness, date, rating, recommend, summary, body, response, reviewer_name
                    FROM reviews.review
                    WHERE product_id = product AND NOT reported
                    ORDER BY %1$s OFFSET skipped LIMIT length) review
                """.formatted(order);
    }

    private static Integer[] each(List<Page> wanted, ToIntFunction<Page> value) {
        return wanted.stream().map(value::applyAsInt).toArray(Integer[]::new);
    }

    @Override
    public int rows(Page page) {
        return 1 + (int) (((long) page.skipped + page.length) / ASKED_PER_ROW);
    }
}
