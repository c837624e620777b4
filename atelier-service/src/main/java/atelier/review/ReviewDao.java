package atelier.review;

import atelier.database.ReadPool;
import atelier.serve.PageJson;
import atelier.serve.PageQuery;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads pages of reviews.
 *
 * <p>An import locks {@code reviews.review} to switch datasets. The query names this table first, so no response mixes two datasets.
 */
public final class ReviewDao {
    private static final List<String> ORDERS =
            List.of("helpfulness DESC, date DESC, id DESC", "date DESC, id DESC", "helpfulness DESC, id DESC");

    /**
     * The reviews in each order, with their photos as {@link PageJson#addPhotos} takes them. Each order has an index, so a page costs the same
     * for every product. Nested loops keep the rows in the order of the pages and of their reviews; {@code ReviewPlanTest} checks that there
     * is no other join.
     *
     * <p>A review that an earlier version has stored has no photos in its row. Its page is read by {@link #PAGES_WITH_PHOTOS} then.
     */
    public static final List<String> PAGES = ORDERS.stream()
            .map(order -> pages("CASE WHEN fits THEN photos END", inOrder("", order)))
            .toList();

    /**
     * The same in any order, with the photos looked up that are not in the row. Only the branch of the page's order runs, but the others, and
     * the look-up, cost something even if they do not.
     */
    public static final String PAGES_WITH_PHOTOS = pages(
            """
            CASE WHEN photos IS NULL THEN (
                            SELECT CASE WHEN coalesce(sum(octet_length(url)), 0) <= longest
                                THEN coalesce(string_agg(concat(photo.id, ',', to_json(url)), ',' ORDER BY photo.id), '') END
                            FROM reviews.photo
                            WHERE review_id = review.id)
                        WHEN fits THEN photos END""",
            IntStream.range(0, ORDERS.size())
                    .mapToObj(i -> inOrder("sort = " + (i + 1) + " AND ", ORDERS.get(i)))
                    .collect(Collectors.joining(" UNION ALL ", "(", ")")));

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

    private static String pages(String photos, String reviews) {
        return """
            SELECT page, id, rating, recommend, helpfulness, date - DATE '1970-01-01',
                CASE WHEN fits THEN summary END, CASE WHEN fits THEN body END, CASE WHEN fits THEN response END,
                CASE WHEN fits THEN reviewer_name END,
                %s
            %sCROSS JOIN LATERAL %s review
            """.formatted(photos, PageQuery.from("product", "sort", "skipped", "length"), reviews);
    }

    /** A node may not read emails, so {@code *} would fail. */
    private static String inOrder(String condition, String order) {
        return """
                (SELECT id, helpfulness, date, rating, recommend, summary, body, response, reviewer_name, photos,
                    octet_length(summary) + octet_length(body) + coalesce(octet_length(response), 0)
                    + octet_length(reviewer_name) + coalesce(octet_length(photos), 0) <= longest AS fits
                FROM reviews.review
                WHERE %sproduct_id = product AND NOT reported
                ORDER BY %s OFFSET skipped LIMIT least(length, most))""".formatted(condition, order);
    }

    /** Returns the reads of pages. */
    static PageQuery<Page> pages(ReadPool pool) {
        return new PageQuery<>(
                        pool,
                        ReviewDao.class,
                        "pagesWithPhotos",
                        PAGES_WITH_PHOTOS,
                        List.of(Page::product, Page::sort, Page::skipped, Page::length),
                        Page::end,
                        ReviewJson::new)
                .after(
                        pool,
                        ReviewDao.class,
                        List.of("pages", "newestPages", "helpfulPages"),
                        PAGES,
                        page -> page.sort() - 1);
    }
}
