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
     * Returns {@code count} products in the order of ids after the first {@code offset}, and how many there are in all.
     * Reads on from the last page start before them, so however many are skipped, few are read.
     */
    @SqlQuery("""
            WITH page AS (
                SELECT id, :campus AS campus, name, slogan, description, category, default_price::text AS default_price,
                       to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS created_at,
                       to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS updated_at
                FROM catalogue.product
                WHERE id >= (
                    SELECT product_id
                    FROM catalogue.page_start
                    WHERE position <= :offset
                    ORDER BY position DESC
                    LIMIT 1)
                ORDER BY id
                OFFSET :offset - (SELECT max(position) FROM catalogue.page_start WHERE position <= :offset)
                LIMIT :count)
            SELECT COALESCE((SELECT array_to_json(array_agg(row_to_json(page) ORDER BY id)) FROM page), '[]') AS body,
                   products AS total
            FROM catalogue.edition
            """)
    @RegisterConstructorMapper(ProductPage.class)
    ProductPage page(int offset, int count, String campus);
}
