package atelier.review;

import atelier.database.ReadPool;
import atelier.serve.PageQuery;
import java.util.List;

/**
 * Reads pages of reviews.
 *
 * <p>An import locks {@code reviews.review} to switch datasets. The query names this table first, so no response mixes two datasets.
 */
public final class ReviewDao {
    /**
     * The parts of a review: its texts, then its photos. Only the branch of the page's order runs. Each order has an index, so a page
     * costs the same for every product. Nested loops keep the rows in the order of the pages and of their reviews; {@code ReviewPlanTest}
     * checks that there is no other join.
     */
    public static final String PAGES = """
            SELECT number, part.*
            FROM unnest(?, ?, ?, ?, ?, ?) WITH ORDINALITY AS page (product, sort, skipped, length, most, longest, number)
            CROSS JOIN LATERAL (
                SELECT review.id, photo, rating, recommend, helpfulness, date - DATE '1970-01-01',
                    texts.text, texts.body, texts.response, texts.name
                FROM (%s UNION ALL %s UNION ALL %s) review
                CROSS JOIN LATERAL (
                    SELECT NULL::integer, CASE WHEN octets <= longest THEN summary END, CASE WHEN octets <= longest THEN review.body END,
                        CASE WHEN octets <= longest THEN review.response END, CASE WHEN octets <= longest THEN reviewer_name END
                    UNION ALL (
                    SELECT id, CASE WHEN octet_length(url) <= longest THEN url END, NULL, NULL, NULL
                    FROM reviews.photo
                    WHERE review_id = review.id
                    ORDER BY id)) texts (photo, text, body, response, name)
                LIMIT most) part
            """.formatted(
                    inOrder(1, "helpfulness DESC, date DESC, id DESC"),
                    inOrder(2, "date DESC, id DESC"),
                    inOrder(3, "helpfulness DESC, id DESC"));

    /**
     * Which reviews a page has.
     *
     * @param sort the position of the order among those of the route, counted from 1
     * @param skipped how many reviews come before the page
     * @param length how many reviews it has at most
     */
    public record Page(int product, int sort, int skipped, int length) {
        private int end() {
            return (int) Math.min(Integer.MAX_VALUE, (long) skipped + length);
        }
    }

    private ReviewDao() {}

    /** A node may not read emails, so {@code *} would fail. */
    private static String inOrder(int sort, String order) {
        return """
                (SELECT id, helpfulness, date, rating, recommend, summary, body, response, reviewer_name,
                    octet_length(summary) + octet_length(body) + coalesce(octet_length(response), 0)
                    + octet_length(reviewer_name) AS octets
                FROM reviews.review
                WHERE sort = %s AND product_id = product AND NOT reported
                ORDER BY %s OFFSET skipped LIMIT length)""".formatted(sort, order);
    }

    /** Returns the reads of pages. */
    static PageQuery<Page> pages(ReadPool pool) {
        return new PageQuery<>(
                pool,
                ReviewDao.class,
                "pages",
                PAGES,
                List.of(Page::product, Page::sort, Page::skipped, Page::length),
                Page::end,
                ReviewJson::new);
    }
}
