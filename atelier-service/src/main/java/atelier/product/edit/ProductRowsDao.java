package atelier.product.edit;

import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** The rows of one product. Null leaves a field as it is, unless a method says otherwise. */
public interface ProductRowsDao {
    @SqlUpdate("""
            UPDATE catalogue.product
            SET name = coalesce(:name::text, name),
                slogan = coalesce(:slogan::text, slogan),
                description = coalesce(:description::text, description),
                category = coalesce(:category::text, category),
                default_price = coalesce(:defaultPrice::numeric, default_price)
            WHERE id = :product
            """)
    void updateProduct(
            int product,
            @Nullable String name,
            @Nullable String slogan,
            @Nullable String description,
            @Nullable String category,
            @Nullable String defaultPrice);

    /** Sets the sale price, which may be null, only if {@code hasSalePrice}. */
    @SqlUpdate("""
            UPDATE catalogue.style
            SET name = coalesce(:name::text, name),
                original_price = coalesce(:originalPrice::numeric, original_price),
                sale_price = CASE WHEN :hasSalePrice THEN :salePrice::numeric ELSE sale_price END
            WHERE product_id = :product AND id = :style
            """)
    void updateStyle(
            int product,
            int style,
            @Nullable String name,
            @Nullable String originalPrice,
            boolean hasSalePrice,
            @Nullable String salePrice);

    @SqlUpdate("""
            UPDATE catalogue.sku SET quantity = :quantity WHERE product_id = :product AND style_id = :style AND id = :sku
            """)
    void updateQuantity(int product, int style, int sku, int quantity);

    @SqlUpdate("DELETE FROM catalogue.feature WHERE product_id = :product")
    void deleteFeatures(int product);

    @SqlUpdate("""
            INSERT INTO catalogue.feature (product_id, id, position, feature, value)
            SELECT :product, number, number, feature, value
            FROM unnest(:features::text[], :values::text[]) WITH ORDINALITY AS given (feature, value, number)
            """)
    void insertFeatures(int product, @Nullable String[] features, @Nullable String[] values);

    @SqlUpdate("DELETE FROM catalogue.photo WHERE product_id = :product AND style_id = :style")
    void deletePhotos(int product, int style);

    @SqlUpdate("""
            INSERT INTO catalogue.photo (product_id, style_id, id, position, url, thumbnail_url)
            SELECT :product, :style, number, number, url, thumbnail_url
            FROM unnest(:urls::text[], :thumbnailUrls::text[]) WITH ORDINALITY AS given (url, thumbnail_url, number)
            """)
    void insertPhotos(int product, int style, @Nullable String[] urls, @Nullable String[] thumbnailUrls);

    @SqlUpdate("DELETE FROM catalogue.related WHERE product_id = :product")
    void deleteRelated(int product);

    @SqlUpdate("""
            INSERT INTO catalogue.related (product_id, id, position, related_product_id)
            SELECT :product, number, number, id
            FROM unnest(:ids::integer[]) WITH ORDINALITY AS given (id, number)
            """)
    void insertRelated(int product, Integer[] ids);

    /** Returns the ids that no product has, with their indexes in the array. */
    @SqlQuery("""
            SELECT number - 1 AS index, id
            FROM unnest(:ids::integer[]) WITH ORDINALITY AS given (id, number)
            WHERE NOT EXISTS (SELECT FROM catalogue.product WHERE product.id = given.id)
            ORDER BY number
            """)
    @RegisterConstructorMapper(UnknownId.class)
    List<UnknownId> unknownProducts(Integer[] ids);

    /** An id in an array that no product has. */
    record UnknownId(long index, int id) {}
}
