package atelier.product;

import atelier.database.DatabaseServer;
import atelier.product.EditionDao.EditedProduct;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out which products were edited in the catalogue of a server. */
final class ChangeFeed {
    private static final Logger LOGGER = LoggerFactory.getLogger(ChangeFeed.class);
    private static final int VALID_WITHIN_SECONDS = 5;

    /** For more edits than these, an empty cache costs no more than the query. */
    private static final int MOST = 1_000;

    private final DatabaseServer server;
    private final CatalogueWatch.Listener listener;
    private boolean readable = true;

    ChangeFeed(DatabaseServer server, CatalogueWatch.Listener listener) {
        this.server = server;
        this.listener = listener;
    }

    /**
     * Reports the products of the edits after one number, up to another. If they are unknown, the listener has to forget everything: the audit
     * records were deleted or cannot be read, or the database was restored from a backup.
     *
     * @param importedAt the catalogue's time, as PostgreSQL writes it
     * @throws JdbiException if the connection was lost
     */
    void apply(Handle handle, String importedAt, long after, long last) {
        boolean applied = false;
        try {
            applied = last > after && last - after <= MOST && applyEach(handle, importedAt, after, last);
        } catch (JdbiException e) {
            if (!isValid(handle)) {
                throw e;
            }
            // A missing privilege, for example. The next query would fail too, so one log line is enough.
            if (readable) {
                LOGGER.warn(
                        "Cannot read on {} which products were edited; each edit empties the cache: {}",
                        server,
                        e.getMessage());
            }
            readable = false;
        } finally {
            if (!applied) {
                listener.forgetAll();
            }
        }
    }

    private boolean applyEach(Handle handle, String importedAt, long after, long last) {
        List<EditedProduct> edits = handle.attach(EditionDao.class).edits(importedAt, after, last);
        readable = true;
        if (edits.size() < last - after) {
            return false;
        }
        Set<Integer> ids = edits.stream().map(EditedProduct::productId).collect(Collectors.toSet());
        listener.forget(ids, edits.stream().anyMatch(EditedProduct::listed));
        return true;
    }

    private static boolean isValid(Handle handle) {
        try {
            return handle.getConnection().isValid(VALID_WITHIN_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }
}
