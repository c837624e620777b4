package atelier.product;

import atelier.database.DatabaseServer;
import atelier.metrics.Metrics;
import atelier.product.EditionDao.Edition;
import atelier.threads.BackgroundThread;
import io.dropwizard.lifecycle.Managed;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears the caches when a database server has another catalogue, and removes single products from them when these were edited.
 *
 * <p>The watch compares the catalogue's import time and its change number. PostgreSQL's notifications only end the wait early, so a
 * lost connection or notification delays an update and never loses it. While the database is away, the cached responses stay.
 *
 * <p>Each server needs its own watch. A standby has a new catalogue later than the primary; until then, a lookup could put the old
 * catalogue into a cache that was already cleared.
 */
public final class CatalogueWatch implements Managed {
    /** The notification channel for imports and edits. */
    public static final String CHANNEL = "catalogue";

    private static final Logger LOGGER = LoggerFactory.getLogger(CatalogueWatch.class);
    private static final int POLL_MILLISECONDS = 5_000;
    /** A standby passes no notifications on. */
    private static final int POLL_STANDBY_MILLISECONDS = 250;

    private static final int NETWORK_TIMEOUT_MILLISECONDS = 10_000;
    private static final int RECONNECT_MILLISECONDS = 500;

    private final DatabaseServer server;
    private final Listener listener;
    private final ChangeFeed feed;
    private final BackgroundThread thread;
    private final Jdbi jdbi;
    private volatile @Nullable Handle handle;
    private boolean listens;
    private @Nullable String importedAt;
    private long changes;
    private volatile double imported;
    private volatile boolean inSight;
    private boolean lost;

    /** Hears of changes, to remove them from a cache. */
    public interface Listener {
        /** Another catalogue is served, or it is unknown which products of the current one were edited. */
        void forgetAll();

        /**
         * Some products were edited.
         *
         * @param listed whether list pages show what was edited
         */
        void forget(Set<Integer> products, boolean listed);
    }

    /** Creates a watch that {@link #start} starts. */
    public CatalogueWatch(DatabaseServer server, Listener listener, Metrics metrics) {
        this.server = server;
        this.listener = listener;
        this.feed = new ChangeFeed(server, listener);
        this.jdbi = Jdbi.create(server::connect).installPlugin(new SqlObjectPlugin());
        this.thread = new BackgroundThread("catalogue-watch " + server, this::watch, metrics);
        metrics.gauge(
                "catalogue_imported_timestamp_seconds",
                "When the catalogue of a database server was imported; 0 until the node has seen it.",
                () -> imported,
                "server",
                server.toString());
        metrics.gauge(
                "catalogue_in_sight",
                "1 while the node would notice a new catalogue of a database server, 0 while it would not.",
                () -> inSight ? 1 : 0,
                "server",
                server.toString());
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() throws SQLException, InterruptedException {
        thread.stop();
        Handle current = handle;
        if (current != null) {
            // Ends the wait for a notification, which an interrupt does not.
            current.getConnection().abort(Runnable::run);
        }
        if (thread.join(Duration.ofSeconds(5))) {
            disconnect();
        }
    }

    /** Queries the edition once, over a new connection if there is none, and waits for a reason to query it again. */
    private void watch() throws InterruptedException {
        try {
            Handle current = handle;
            if (current == null) {
                current = jdbi.open();
                handle = current;
                current.getConnection().setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MILLISECONDS);
                listens = false;
            }
            // stop() may have come before there was a connection to abort.
            if (!thread.isStopped()) {
                queryAndWait(current);
            }
        } catch (SQLException | RuntimeException e) {
            if (!thread.isStopped() && !lost) {
                LOGGER.warn("There is no connection to {}; cached responses stay: {}", server, e.getMessage());
            }
            loseSight();
            Thread.sleep(RECONNECT_MILLISECONDS);
        } catch (Error e) {
            loseSight();
            throw e;
        }
    }

    private void loseSight() {
        inSight = false;
        lost = true;
        disconnect();
    }

    private void disconnect() {
        Handle lost = handle;
        handle = null;
        if (lost != null) {
            try {
                lost.close();
            } catch (RuntimeException e) {
                // The connection was lost already.
            }
        }
    }

    private void queryAndWait(Handle current) throws SQLException, InterruptedException {
        Edition edition = current.attach(EditionDao.class).find();
        update(current, edition);
        if (edition.standby()) {
            Thread.sleep(POLL_STANDBY_MILLISECONDS);
        } else if (listens) {
            current.getConnection().unwrap(PGConnection.class).getNotifications(POLL_MILLISECONDS);
        } else {
            // The next query finds what changed before this statement.
            current.execute("LISTEN " + CHANNEL);
            listens = true;
        }
    }

    private void update(Handle current, Edition edition) {
        imported = edition.seconds();
        String found = edition.importedAt() == null ? "none" : edition.importedAt();
        if (!found.equals(importedAt)) {
            listener.forgetAll();
            LOGGER.info("Serving the catalogue of {} from {}", found, server);
        } else if (edition.changes() != changes) {
            feed.apply(current, found, changes, edition.changes());
        }
        importedAt = found;
        changes = edition.changes();
        inSight = true;
        if (lost) {
            LOGGER.info("Connected to {} again", server);
            lost = false;
        }
    }
}
