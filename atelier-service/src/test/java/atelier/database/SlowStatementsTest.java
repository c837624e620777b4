package atelier.database;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.Program;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.codahale.metrics.Counter;
import io.dropwizard.util.Duration;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

@ExtendWith(RunningService.class)
class SlowStatementsTest {
    private static final String METRIC =
            "(?s).*\ndatabase_slow_statements_total\\{statement=\"DocumentDao\\.find\"} (\\d+).*";
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(SlowStatements.class);

    private final Counter slow = new Counter();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen(Service afterItsStart) {
        log.start();
        LOGGER.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        LOGGER.detachAppender(log);
    }

    @Test
    void slowStatementIsLoggedWithoutItsParameters(Service service) throws Exception {
        double before = slow(service);
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("LOCK TABLE catalogue.document IN ACCESS EXCLUSIVE MODE");
            CompletableFuture<Integer> status = CompletableFuture.supplyAsync(
                    () -> service.get("/products/1765432").statusCode());
            Program.await("a statement that waits for longer than the limit", () -> waits(connection));
            connection.rollback();

            assertThat(status.get(5, TimeUnit.SECONDS)).isEqualTo(404);
        }

        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getFormattedMessage())
                .matches(
                        "DocumentDao\\.find took \\d{3,5} ms \\(lookups: 1, slow executions since the last line: 0\\): "
                                + "SELECT product_id, product, features, styles, related FROM catalogue\\.document"
                                + " WHERE product_id = ANY\\(\\?\\)")
                .doesNotContain("1765432");
        assertThat(slow(service)).isEqualTo(before + 1);
    }

    private static boolean waits(Connection connection) {
        try (ResultSet row = connection.createStatement().executeQuery("""
                SELECT count(*) > 0
                FROM pg_locks
                JOIN pg_stat_activity USING (pid)
                WHERE locktype = 'relation'
                  AND relation = 'catalogue.document'::regclass
                  AND NOT granted
                  AND query LIKE '%FROM catalogue.document%'
                  AND waitstart < clock_timestamp() - interval '300 ms'
                """)) {
            row.next();
            return row.getBoolean(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double slow(Service service) {
        return Double.parseDouble(service.admin("/prometheus").replaceAll(METRIC, "$1"));
    }

    @Test
    void oneSlowStatementPerSecondIsLoggedAndTheOthersAreCounted() {
        SlowStatements statements =
                new SlowStatements("SlowStatementsTest.find", "SELECT\n    1\n", Duration.milliseconds(100), slow);
        for (int i = 0; i < 1_000; i++) {
            statements.record(TimeUnit.MILLISECONDS.toNanos(150), 32);
        }
        int first = log.list.size();
        long noted = System.nanoTime();
        Program.await("the next second", () -> System.nanoTime() - noted > TimeUnit.SECONDS.toNanos(1));

        statements.record(TimeUnit.MILLISECONDS.toNanos(250), 3);

        // A slow machine may need more than a second for a thousand statements.
        assertThat(first).isBetween(1, 100);
        assertThat(log.list.get(0).getFormattedMessage())
                .isEqualTo("SlowStatementsTest.find took 150 ms"
                        + " (lookups: 32, slow executions since the last line: 0): SELECT 1");
        assertThat(log.list.get(first).getFormattedMessage())
                .isEqualTo("SlowStatementsTest.find took 250 ms" + " (lookups: 3, slow executions since the last line: "
                        + (1_000 - first) + "): SELECT 1");
        assertThat(slow.getCount()).isEqualTo(1_001);
    }

    @Test
    void zeroDisablesTheLog() {
        SlowStatements statements =
                new SlowStatements("SlowStatementsTest.find", "SELECT 1", Duration.seconds(0), slow);

        statements.record(TimeUnit.HOURS.toNanos(1), 1);

        assertThat(log.list).isEmpty();
        assertThat(slow.getCount()).isZero();
    }
}
