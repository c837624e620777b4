package atelier.product;

import atelier.database.DatabaseServer;
import atelier.metrics.Metrics;
import atelier.threads.BackgroundThread;
import io.dropwizard.lifecycle.Managed;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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
    private static final String LOOK = """
            SELECT pg_is_in_recovery(), imported_at, extract(epoch FROM imported_at), changes
            FROM (SELECT) always
            LEFT JOIN catalogue.edition ON true
            """;
    private static final int LOOK_EVERY_MILLISECONDS = 5_000;
    /** A standby passes no notifications on. */
    private static final int LOOK_AT_STANDBY_EVERY_MILLISECONDS = 250;

    private static final int ANSWER_LIMIT_MILLISECONDS = 10_000;
    private static final int RETRY_MILLISECONDS = 500;

    private final DatabaseServer server;
    private final KeptAnswers answers;
    private final ChangeFeed told;
    private final BackgroundThread thread;
    private volatile @Nullable Connection connection;
    private boolean listens;
    private @Nullable String edition;
    private long changes;
    private volatile double imported;
    private volatile boolean inSight = true;

    /**
     * Creates a watch that {@link #start} starts.
     *
     * @param answers is told of every change
     */
    public CatalogueWatch(DatabaseServer server, KeptAnswers answers, Metrics metrics) {
        this.server = server;
        this.answers = answers;
        this.told = new ChangeFeed(server, answers);
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
        Connection current = connection;
        if (current != null) {
            // Ends the wait for a notification, which an interrupt does not.
            current.abort(Runnable::run);
        }
        if (thread.join(Duration.ofSeconds(5))) {
            disconnect();
        }
    }

    /** Looks once, over a new connection if there is none, and waits for a reason to look again. */
    private void watch() throws InterruptedException {
        try {
            Connection current = connection;
            if (current == null) {
                current = server.connect();
                connection = current;
                current.setNetworkTimeout(Runnable::run, ANSWER_LIMIT_MILLISECONDS);
                listens = false;
            }
            // stop() may have come before there was a connection to abort.
            if (!thread.isStopped()) {
                lookAndWait(current);
            }
        } catch (SQLException | RuntimeException e) {
            if (!thread.isStopped() && inSight) {
                LOGGER.warn("Lost sight of the catalogue on {}, and keep looking: {}", server, e.getMessage());
            }
            inSight = false;
            disconnect();
            Thread.sleep(RETRY_MILLISECONDS);
        } catch (Error e) {
            inSight = false;
            disconnect();
            throw e;
        }
    }

    private void disconnect() {
        try (Connection lost = connection) {
            connection = null;
        } catch (SQLException e) {
            // It is of no use any more.
        }
    }

    private void lookAndWait(Connection current) throws SQLException, InterruptedException {
        try (Statement statement = current.createStatement()) {
            boolean standby = look(statement);
            if (standby) {
                Thread.sleep(LOOK_AT_STANDBY_EVERY_MILLISECONDS);
            } else if (listens) {
                current.unwrap(PGConnection.class).getNotifications(LOOK_EVERY_MILLISECONDS);
            } else {
                // The next look finds what came before.
                statement.execute("LISTEN " + CHANNEL);
                listens = true;
            }
        }
    }

    /** Returns whether the server is a standby. */
    private boolean look(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(LOOK)) {
            row.next();
            imported = row.getDouble(3);
            String found = row.getString(2) == null ? "none" : row.getString(2);
            boolean standby = row.getBoolean(1);
            long count = row.getLong(4);
            if (!found.equals(edition)) {
                answers.forgetAll();
                LOGGER.info("Serving the catalogue of {} from {}", found, server);
            } else if (count != changes) {
                told.tell(statement.getConnection(), found, changes, count);
            }
            edition = found;
            changes = count;
            if (!inSight) {
                LOGGER.info("The catalogue on {} is in sight again", server);
                inSight = true;
            }
            return standby;
        }
    }
}
