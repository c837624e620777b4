package atelier.related;

import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Finished JSON bodies, built by PostgreSQL; {@code catalogue.product} comes first as an import's switch needs it. */
public interface RelatedDao {
    /** Returns the ids related to a product in file order, repeated and its own included. */
    @SqlQuery("""
            SELECT COALESCE((
                SELECT array_to_json(array_agg(related_product_id ORDER BY position))
                FROM catalogue.related
                WHERE product_id = product.id), '[]')
            FROM catalogue.product
            WHERE id = :productId
            """)
    Optional<String> find(int productId);
}
