package atelier.style;

import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Finished JSON bodies, built by PostgreSQL; {@code catalogue.product} comes first as an import's switch needs it. */
public interface StyleDao {
    /**
     * Returns a product's styles in the order of ids, with photos and skus in file order.
     *
     * <p>A style without photos or skus gets one of nulls: frontends read the first one unguarded.
     */
    @SqlQuery("""
            SELECT row_to_json(answer)
            FROM (
                SELECT product.id::text AS product_id,
                       COALESCE((
                           SELECT array_to_json(array_agg(row_to_json(styles)))
                           FROM (
                               SELECT style.id AS style_id, style.name,
                                      original_price::text AS original_price, sale_price::text AS sale_price,
                                      default_style AS "default?",
                                      COALESCE((
                                          SELECT array_to_json(array_agg(row_to_json(photos)))
                                          FROM (
                                              SELECT thumbnail_url, url
                                              FROM catalogue.photo
                                              WHERE product_id = product.id AND style_id = style.id
                                              ORDER BY position) photos),
                                          '[{"thumbnail_url":null,"url":null}]') AS photos,
                                      COALESCE((
                                          SELECT '{' || string_agg('"' || id || '":' || json, ',' ORDER BY position) || '}'
                                          FROM (
                                              SELECT sku.id, position, row_to_json(item) AS json
                                              FROM catalogue.sku, LATERAL (SELECT quantity, size) item
                                              WHERE product_id = product.id AND style_id = style.id) skus),
                                          '{"null":{"quantity":null,"size":null}}')::json AS skus
                               FROM catalogue.style
                               WHERE product_id = product.id
                               ORDER BY style.id) styles), '[]') AS results
                FROM catalogue.product
                WHERE id = :productId) answer
            """)
    Optional<String> find(int productId);
}
