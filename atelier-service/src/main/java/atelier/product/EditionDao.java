package atelier.product;

import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

/** Queries which catalogue a server has, and which products of it were edited. */
interface EditionDao {
    /**
     * The catalogue of a server.
     *
     * @param standby whether the server replays the changes of another one
     * @param importedAt the time of the import as PostgreSQL writes it; null if no catalogue was imported
     * @param seconds the same time, in seconds since 1970
     * @param changes how many edits the catalogue has had
     */
    record Edition(boolean standby, @Nullable String importedAt, double seconds, long changes) {}

    /**
     * A product after an edit.
     *
     * @param listed whether list pages show what was edited
     */
    record EditedProduct(int productId, boolean listed) {}

    @SqlQuery("""
            SELECT pg_is_in_recovery() AS standby, imported_at, extract(epoch FROM imported_at) AS seconds, changes
            FROM (SELECT) always
            LEFT JOIN catalogue.edition ON true
            """)
    @RegisterConstructorMapper(Edition.class)
    Edition find();

    /** Returns one row for each edit after a number, up to another number. */
    @SqlQuery("""
            SELECT product_id, after -> 'updated_at' IS NOT NULL AS listed
            FROM audit.change
            WHERE edition = :importedAt::timestamptz AND number > :after AND number <= :last
            """)
    @RegisterConstructorMapper(EditedProduct.class)
    List<EditedProduct> edits(String importedAt, long after, long last);
}
