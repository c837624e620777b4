package atelier.serve;

import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.RawConnection;
import atelier.testing.RawConnection.RawResponse;
import atelier.testing.RunningService.Service;
import atelier.testing.ServerProcesses;
import io.dropwizard.testing.ConfigOverride;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HangingDatabaseTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void aRequestWhoseQueryDoesNotStartGets503AfterThePoolWaitWhileAllQueriesHang() throws Exception {
        List<RawConnection> running = new ArrayList<>();
        try (Service service = new Service(
                        ConfigOverride.config("database.poolWait", "300ms"),
                        ConfigOverride.config("database.readLimit", "30s"),
                        ConfigOverride.config("database.statementTimeout", "30s"));
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

    /** Stops PostgreSQL's processes by SIGSTOP: connections stay open, and nothing answers on them. */
    @Test
    @FullTier("a server of its own, which stops responding")
    void aStoppedServerDelaysUncachedReadsByTheReadLimitAndCachedReadsNotAtAll(@TempDir Path directory)
            throws Exception {
        try (Service service = Service.embedded(directory)) {
            service.importFrom(Path.of("src/test/resources/fixture"));
            assertThat(ask(service, 1).status()).isEqualTo(200);
            List<String> server = ServerProcesses.of(directory);

            ServerProcesses.signal("-STOP", server);
            try {
                long start = System.nanoTime();
                assertUnavailable(ask(service, 2));
                // The limit is 700 ms, and a busy machine may add some. Without it this takes 3 s.
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2_500));
                assertThat(ask(service, 1).status()).isEqualTo(200);
                assertUnhealthyWithin(service, Duration.ofMillis(2_500));
                AtomicInteger unknown = new AtomicInteger(1_000);
                Program.await("a refusal at once", () -> {
                    long before = System.nanoTime();
                    assertUnavailable(ask(service, unknown.incrementAndGet()));
                    return System.nanoTime() - before < TimeUnit.MILLISECONDS.toNanos(100);
                });
                assertThat(ask(service, 1).status()).isEqualTo(200);
            } finally {
                ServerProcesses.signal("-CONT", server);
            }

            Program.await("the recovery", () -> ask(service, 3).status() == 200);
        }
    }

    private static void assertUnhealthyWithin(Service service, Duration limit) {
        long start = System.nanoTime();
        assertThat(RawConnection.ask(service.adminPort(), request("GET /healthcheck"))
                        .status())
                .isEqualTo(500);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(limit);
    }

    private static RawResponse ask(Service service, int product) {
        return RawConnection.ask(service.port(), request("GET /products/" + product));
    }

    private static void assertUnavailable(RawResponse response) {
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("retry-after")).isEqualTo("1");
        assertThat(response.body()).startsWith("{\"code\":503,");
    }
}
