package atelier.product;

import atelier.database.ArrayQuery;
import atelier.metrics.Metrics;
import atelier.product.prepare.DocumentRow;
import io.dropwizard.util.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * What an import has prepared of each product.
 *
 * <p>{@code catalogue.document} is the table by which an import locks out readers while it swaps catalogues. Every statement that
 * answers a request names it first: so no answer mixes two of them.
 */
public final class DocumentDao {
    public static final String FIND = """
            SELECT product_id, product, features, styles, related
            FROM catalogue.document
            WHERE product_id = ANY(?)
            """;

    private final ArrayQuery<DocumentRow> find;

    /**
     * Returns the rows of a database.
     *
     * @param limit the longest time of a statement that is not logged; 0 logs none
     */
    public DocumentDao(Jdbi jdbi, Duration limit, Metrics metrics) {
        find = new ArrayQuery<>(
                jdbi,
                DocumentDao.class,
                "find",
                FIND,
                row -> new DocumentRow(
                        row.getInt(1), row.getBytes(2), row.getBytes(3), row.getBytes(4), row.getBytes(5)),
                limit,
                metrics);
    }

    /** Returns the rows of those products that are there, in whatever order. */
    public List<DocumentRow> find(List<Integer> ids) {
        return find.list((Object) ids.toArray(Integer[]::new));
    }
}
