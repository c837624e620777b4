package atelier.moderation;

import java.util.List;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

/** Adds the audit records of moderation to those of the edits. */
public interface AuditDao {
    /**
     * An import locks this table to switch catalogues; the records belong to the catalogue that is served. Every write locks this table
     * first, so that no write waits for the table while others wait for that write.
     */
    @SqlUpdate("LOCK TABLE catalogue.document IN ROW EXCLUSIVE MODE")
    void lockDocuments();

    /**
     * Lets moderators of a product wait for each other. They lock many of its rows, and some requests lock answers of its questions twice:
     * with the questions, and as answers. So they cannot lock in the order of the ids.
     */
    @SqlQuery("SELECT true FROM (SELECT pg_advisory_xact_lock(627890, :product)) AS locked")
    boolean lockProduct(int product);

    /** Gives each record the next change number, as an edit does. Nodes then forget the product, which costs them one read. */
    @SqlUpdate("""
            WITH numbered AS (
                UPDATE catalogue.edition
                SET changes = changes + cardinality(:places)
                RETURNING imported_at, changes - cardinality(:places) AS before
            )
            INSERT INTO audit.change (edition, number, changed_by, request_id, product_id, place, before, after)
            SELECT imported_at, numbered.before + record.number, :writer, :requestId, :product,
                   record.place, record.before::jsonb, record.after::jsonb
            FROM numbered, unnest(:places, :befores, :afters) WITH ORDINALITY AS record (place, before, after, number)
            """)
    void insert(
            String writer,
            @Nullable String requestId,
            int product,
            List<String> places,
            List<String> befores,
            List<String> afters);
}
