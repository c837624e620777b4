package atelier.product;

import atelier.database.DatabaseServer;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.dropwizard.lifecycle.Managed;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears the caches when a server of the database comes to have another catalogue, and has them forget the products that were
 * changed in the one it has.
 *
 * <p>The edition's time in the database and the number of its changes are what counts; PostgreSQL's notification only ends the
 * wait early. So a lost connection or notification delays the news and cannot lose it. While the database is away the cached
 * answers stay.
 *
 * <p>Each server needs a watch of its own: a standby has the news later than the primary, and until then the old catalogue may be
 * read from it into a cache that was cleared already.
 */
public final class CatalogueWatch implements Managed {
    /** The channel on which is told that catalogues were switched, or a product changed. */
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
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "catalogue-watch");
    private volatile @Nullable Connection connection;
    private @Nullable String edition;
    private long changes;
    private volatile double imported;
    private volatile boolean inSight = true;

    /**
     * Returns one that begins when it is started.
     *
     * @param answers are told what the server has anew
     */
    public CatalogueWatch(DatabaseServer server, KeptAnswers answers, MetricRegistry metrics) {
        this.server = server;
        this.answers = answers;
        this.told = new ChangeFeed(server, answers);
        thread.setDaemon(true);
        String name = MetricRegistry.name(CatalogueWatch.class, server.toString());
        metrics.register(MetricRegistry.name(name, "imported"), (Gauge<Double>) () -> imported);
        metrics.register(MetricRegistry.name(name, "in-sight"), (Gauge<Integer>) () -> inSight ? 1 : 0);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() throws SQLException, InterruptedException {
        stopped.countDown();
        Connection current = connection;
        if (current != null) {
            // Ends the wait for a notification, which no interrupt does.
            current.abort(Runnable::run);
        }
        thread.join(TimeUnit.SECONDS.toMillis(5));
    }

    private void run() {
        boolean stop = false;
        while (!stop) {
            try (Connection fresh = server.connect()) {
                connection = fresh;
                watch(fresh);
            } catch (SQLException | RuntimeException e) {
                if (stopped.getCount() > 0 && inSight) {
                    LOGGER.warn("Lost sight of the catalogue on {}, and keep looking: {}", server, e.getMessage());
                }
                inSight = false;
            }
            stop = await(RETRY_MILLISECONDS);
        }
    }

    private void watch(Connection fresh) throws SQLException {
        fresh.setNetworkTimeout(Runnable::run, ANSWER_LIMIT_MILLISECONDS);
        try (Statement statement = fresh.createStatement()) {
            boolean listens = false;
            while (stopped.getCount() > 0) {
                boolean standby = look(statement);
                if (standby) {
                    await(LOOK_AT_STANDBY_EVERY_MILLISECONDS);
                } else if (listens) {
                    fresh.unwrap(PGConnection.class).getNotifications(LOOK_EVERY_MILLISECONDS);
                } else {
                    // Then looks again, for what came before.
                    statement.execute("LISTEN " + CHANNEL);
                    listens = true;
                }
            }
        }
    }

    /** Returns whether the server is a standby. */
    private boolean look(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(LOOK)) {
            if (!inSight) {
                LOGGER.info("The catalogue on {} is in sight again", server);
                inSight = true;
            }
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
            return standby;
        }
    }

    /** Returns whether the watch has to stop, after this time or as soon as it has. */
    private boolean await(int milliseconds) {
        try {
            return stopped.await(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
