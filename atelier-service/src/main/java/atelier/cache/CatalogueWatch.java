package atelier.cache;

import atelier.database.Database;
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
 * Clears the cache when another catalogue is served.
 *
 * <p>The edition's time in the database is what counts; PostgreSQL's notification only ends the wait early. So a lost
 * connection or notification delays the news and cannot lose it. While the database is away the cached answers stay.
 */
public final class CatalogueWatch implements Managed {
    /** The channel on which an import tells that it has switched catalogues. */
    public static final String CHANNEL = "catalogue";

    private static final Logger LOGGER = LoggerFactory.getLogger(CatalogueWatch.class);
    private static final int LOOK_EVERY_MILLISECONDS = 5_000;
    private static final int ANSWER_LIMIT_MILLISECONDS = 10_000;
    private static final int RETRY_MILLISECONDS = 500;

    private final Database database;
    private final AnswerCache answers;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "catalogue-watch");
    private volatile @Nullable Connection connection;
    private @Nullable String edition;
    private volatile double imported;
    private volatile boolean inSight = true;

    public CatalogueWatch(Database database, AnswerCache answers, MetricRegistry metrics) {
        this.database = database;
        this.answers = answers;
        thread.setDaemon(true);
        metrics.register(MetricRegistry.name(CatalogueWatch.class, "imported"), (Gauge<Double>) () -> imported);
        metrics.register(MetricRegistry.name(CatalogueWatch.class, "in-sight"), (Gauge<Integer>) () -> inSight ? 1 : 0);
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
            try (Connection fresh = database.connect()) {
                connection = fresh;
                watch(fresh);
            } catch (SQLException | RuntimeException e) {
                if (stopped.getCount() > 0 && inSight) {
                    LOGGER.warn("Lost sight of the catalogue, and keep looking: {}", e.getMessage());
                }
                inSight = false;
            }
            stop = awaitStop();
        }
    }

    private void watch(Connection fresh) throws SQLException {
        fresh.setNetworkTimeout(Runnable::run, ANSWER_LIMIT_MILLISECONDS);
        try (Statement statement = fresh.createStatement()) {
            statement.execute("LISTEN " + CHANNEL);
            while (stopped.getCount() > 0) {
                look(statement);
                fresh.unwrap(PGConnection.class).getNotifications(LOOK_EVERY_MILLISECONDS);
            }
        }
    }

    private void look(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("SELECT extract(epoch FROM imported_at), imported_at FROM catalogue.edition")) {
            if (!inSight) {
                LOGGER.info("The catalogue is in sight again");
                inSight = true;
            }
            boolean isThere = row.next();
            imported = isThere ? row.getDouble(1) : 0;
            String found = isThere ? row.getString(2) : "none";
            if (!found.equals(edition)) {
                answers.clear();
                LOGGER.info("Serving the catalogue of {}", found);
                edition = found;
            }
        }
    }

    private boolean awaitStop() {
        try {
            return stopped.await(RETRY_MILLISECONDS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
