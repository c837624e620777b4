package atelier.product;

import atelier.database.ArrayQuery;
import atelier.database.ReadPool;
import atelier.product.prepare.PageLines;
import atelier.serve.ReadResponse;
import atelier.serve.Reads;
import atelier.serve.ResponseFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads list pages, from the lines that an import has prepared.
 *
 * <p>An import locks {@code catalogue.page_start} to switch catalogues, so the query names this table first.
 */
public final class ProductDao implements Reads.Source<ProductDao.Page, ReadResponse> {
    /** Skips any number of products without reading their rows. */
    public static final String PAGES = """
            SELECT number, position, coalesce(page.products, ''), (SELECT products FROM catalogue.edition)
            FROM unnest(?, ?) WITH ORDINALITY AS question (page_offset, page_count, number)
            LEFT JOIN LATERAL (
                SELECT position, products
                FROM catalogue.page_start
                WHERE position > page_offset - %s AND position < page_offset::bigint + page_count) page ON true
            ORDER BY number, position
            """.formatted(PageLines.PRODUCTS);

    private final ArrayQuery<Lines> pages;
    private final byte[] campus;
    private final ResponseFormat format;

    /** Which products a page has: {@code count} of them after the first {@code offset}. */
    public record Page(int offset, int count) {
        /**
         * Returns the page with a number, counted from 1.
         *
         * <p>There are no more products than ids, so all pages beyond the largest int are the same empty page.
         */
        static Page of(long number, int count) {
            return new Page((int) Math.min(Integer.MAX_VALUE, Math.min(number - 1, Integer.MAX_VALUE) * count), count);
        }
    }

    /**
     * Some products that follow each other in the list.
     *
     * @param page the number of their page among those of the query, counted from 1
     * @param position how many products come before them
     * @param lines each product's JSON, without its campus; empty if the page is past the end
     * @param total the number of products in the catalogue
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them, and strings would be decoded and encoded in vain.
    private record Lines(int page, int position, byte[] lines, int total) {}

    public ProductDao(ReadPool pool, ProductSettings settings, ResponseFormat format) {
        this.pages = new ArrayQuery<>(
                pool,
                ProductDao.class,
                "pages",
                PAGES,
                row -> new Lines(row.getInt(1), row.getInt(2), row.getBytes(3), row.getInt(4)));
        this.campus = settings.campusJson().getBytes(StandardCharsets.UTF_8);
        this.format = format;
    }

    @Override
    public List<ReadResponse> read(List<Page> wanted) {
        List<PageBody> bodies = wanted.stream()
                .map(page -> new PageBody(page.offset, (long) page.offset + page.count, campus))
                .toList();
        int total = 0;
        for (Lines row : pages.list(
                wanted.stream().map(Page::offset).toArray(Integer[]::new),
                wanted.stream().map(Page::count).toArray(Integer[]::new))) {
            bodies.get(row.page - 1).add(row.position, row.lines);
            total = row.total;
        }
        List<ReadResponse> responses = new ArrayList<>(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
            responses.add(response(wanted.get(i), bodies.get(i).finish(), total));
        }
        return responses;
    }

    private ReadResponse response(Page page, byte[] body, int total) {
        long number = page.offset / page.count + 1L;
        return format.json(
                body,
                Map.of("Link", PageLinks.of(number, page.count, total), "X-Total-Count", Integer.toString(total)));
    }

    @Override
    public int rows(Page page) {
        return page.count;
    }

    @Override
    public int weight(ReadResponse response) {
        return response.weight();
    }
}
