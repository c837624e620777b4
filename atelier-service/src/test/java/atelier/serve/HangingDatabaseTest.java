package atelier.serve;

import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.testing.Program;
import atelier.testing.RawConnection;
import atelier.testing.RunningService.Service;
import io.dropwizard.testing.ConfigOverride;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HangingDatabaseTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void aRequestWhoseQueryDoesNotStartGets503AfterThePoolWaitWhileAllQueriesHang() throws Exception {
        List<RawConnection> running = new ArrayList<>();
        try (Service service = new Service(
                        ConfigOverride.config("database.poolWait", "300ms"),
                        ConfigOverride.config("database.statementTimeout", "6s"));
                Database database = Database.share(service.configuration().getDatabase());
                Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("LOCK TABLE catalogue.document IN ACCESS EXCLUSIVE MODE");
            int queries = service.configuration().getDatabase().statementsOfAKind();
            for (int query = 1; query <= queries; query++) {
                running.add(new RawConnection(service.port(), PATIENCE).send(request("GET /products/800" + query)));
                String expected = Integer.toString(query);
                Program.await(
                        "a query that waits for the lock",
                        () -> service.query(
                                        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'catalogue.document'::regclass")
                                .equals(expected));
            }

            long start = System.nanoTime();
            try (RawConnection waiting = new RawConnection(service.port(), PATIENCE)) {
                assertThat(waiting.send(request("GET /products/9000")).read(false))
                        .extracting("status")
                        .isEqualTo(503);
            }

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(300), Duration.ofSeconds(4));
            connection.rollback();
            for (RawConnection connected : running) {
                assertThat(connected.read(false)).extracting("status").isEqualTo(404);
                connected.close();
            }
        }
    }
}
