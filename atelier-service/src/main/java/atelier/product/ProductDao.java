package atelier.product;

import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/**
 * Finished JSON bodies, built by PostgreSQL: {@code row_to_json} and {@code array_to_json} write it compact, in the order
 * of the columns.
 *
 * <p>Every statement names {@code catalogue.product} first, because that is the table by which an import locks out
 * readers while it swaps catalogues: so no answer mixes two of them.
 */
public interface ProductDao {
    /** Products between two neighbours in {@code catalogue.page_start}. */
    int PAGE_START_INTERVAL = 20;

    /** Returns a product with its features in file order. */
    @SqlQuery("""
            SELECT row_to_json(answer)
            FROM (
                SELECT id, :campus AS campus, name, slogan, description, category, default_price::text AS default_price,
                       to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS created_at,
                       to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS updated_at,
                       COALESCE((
                           SELECT array_to_json(array_agg(row_to_json(pair)))
                           FROM (
                               SELECT feature, value
                               FROM catalogue.feature
                               WHERE product_id = product.id
                               ORDER BY position) pair), '[]') AS features
                FROM catalogue.product
                WHERE id = :id) answer
            """)
    Optional<String> find(int id, String campus);

    /**
     * Returns {@code count} products in the order of ids after skipping {@code skip} (less than {@link
     * #PAGE_START_INTERVAL}) from the one at {@code start} (a multiple of it), and how many there are in all.
     */
    @SqlQuery("""
            WITH page AS (
                SELECT id, :campus AS campus, name, slogan, description, category, default_price::text AS default_price,
                       to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS created_at,
                       to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS updated_at
                FROM catalogue.product
                WHERE id >= (SELECT product_id FROM catalogue.page_start WHERE position = :start)
                ORDER BY id
                OFFSET :skip
                LIMIT :count)
            SELECT COALESCE((SELECT array_to_json(array_agg(row_to_json(page) ORDER BY id)) FROM page), '[]') AS body,
                   products AS total
            FROM catalogue.edition
            """)
    @RegisterConstructorMapper(ProductPage.class)
    ProductPage page(long start, int skip, int count, String campus);
}
