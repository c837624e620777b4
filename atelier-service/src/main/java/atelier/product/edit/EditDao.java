package atelier.product.edit;

import atelier.product.CatalogueWatch;
import atelier.product.prepare.DocumentRow;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** The statements that surround every edit: locks, the product's documents, and the audit record. */
public interface EditDao {
    @SqlUpdate("LOCK TABLE catalogue.document IN ROW EXCLUSIVE MODE")
    void lockDocuments();

    /** Returns the version of the documents' shape. */
    @SqlQuery("SELECT shape FROM catalogue.edition FOR NO KEY UPDATE")
    int lockEdition();

    @SqlQuery("SELECT id FROM catalogue.product WHERE id = :product FOR NO KEY UPDATE")
    Optional<Integer> lockProduct(int product);

    @SqlQuery("""
            SELECT product_id, product, features, styles, related FROM catalogue.document WHERE product_id = :product
            """)
    @RegisterConstructorMapper(DocumentRow.class)
    Optional<DocumentRow> find(int product);

    /** Responses show milliseconds. The time always grows, even if the server's clock was set back. */
    @SqlUpdate("""
            UPDATE catalogue.product
            SET updated_at = greatest(date_trunc('milliseconds', clock_timestamp()), updated_at + interval '1 ms')
            WHERE id = :product
            """)
    void touch(int product);

    /** Adds the audit record of an edit and gives it the next change number of the edition. */
    @SqlQuery("""
            WITH numbered AS (
                UPDATE catalogue.edition SET changes = changes + 1 RETURNING imported_at, changes
            )
            INSERT INTO audit.change (edition, number, changed_by, request_id, product_id, place, before, after)
            SELECT imported_at, changes, :writer, :requestId, :product, :path, :before::jsonb, :after::jsonb
            FROM numbered
            RETURNING number, to_char(edition AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS edition
            """)
    @RegisterConstructorMapper(ChangeNumber.class)
    ChangeNumber record(
            String writer, @Nullable String requestId, int product, String path, String before, String after);

    /** Notifies all nodes when the transaction commits. */
    @SqlUpdate("NOTIFY " + CatalogueWatch.CHANNEL)
    void notifyNodes();

    /** The number of a change within an edition of the catalogue. */
    record ChangeNumber(long number, String edition) {}
}
