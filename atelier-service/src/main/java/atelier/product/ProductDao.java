package atelier.product;

import atelier.database.ArrayQuery;
import atelier.metrics.Metrics;
import atelier.product.prepare.PageLines;
import io.dropwizard.util.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** What list pages are made of; {@code catalogue.page_start} comes first, by which an import locks out readers. */
public final class ProductDao {
    /** However many products are skipped, only the rows are read that hold the page's. */
    public static final String PAGES = """
            SELECT number, position, coalesce(page.products, ''), (SELECT products FROM catalogue.edition)
            FROM unnest(?, ?) WITH ORDINALITY AS question (page_offset, page_count, number)
            LEFT JOIN LATERAL (
                SELECT position, products
                FROM catalogue.page_start
                WHERE position > page_offset - %d AND position < page_offset::bigint + page_count) page ON true
            ORDER BY number, position
            """.formatted(PageLines.PRODUCTS);

    private final ArrayQuery<ProductLines> pages;

    /**
     * Returns the pages of a database.
     *
     * @param limit the longest time of a statement that is not logged; 0 logs none
     */
    public ProductDao(Jdbi jdbi, Duration limit, Metrics metrics) {
        pages = new ArrayQuery<>(
                jdbi,
                ProductDao.class,
                "pages",
                PAGES,
                row -> new ProductLines(row.getInt(1), row.getInt(2), row.getBytes(3), row.getInt(4)),
                limit,
                metrics);
    }

    /**
     * Returns, for each offset and the count beside it, the products between them in the order of ids, some more before and after
     * them included; of a page past the end one row without any.
     */
    public List<ProductLines> pages(List<Integer> offsets, List<Integer> counts) {
        return pages.list(offsets.toArray(Integer[]::new), counts.toArray(Integer[]::new));
    }
}
