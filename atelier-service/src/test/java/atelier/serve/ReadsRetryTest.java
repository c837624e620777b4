package atelier.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.database.Database;
import atelier.database.LostConnections;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import com.codahale.metrics.MetricRegistry;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedPooledDataSource;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.tomcat.jdbc.pool.PoolExhaustedException;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningService.class)
class ReadsRetryTest {
    private static final int SERVERS = 3;

    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger purges = new AtomicInteger();
    private final TestReads test =
            new TestReads().lostConnections(new LostConnections(purges::incrementAndGet, SERVERS));

    @AfterEach
    void stop() {
        test.close();
    }

    private String read(Supplier<String> query) {
        return test.start((Integer key) -> query.get(), value -> 1).find(1).join();
    }

    @ParameterizedTest
    // The server is out of reach, has closed the connection, stops, has crashed, or starts.
    @ValueSource(strings = {"08001", "08006", "57P01", "57P02", "57P03"})
    void aQueryThatEachServerFailedOnceRunsAgain(String state) {
        assertThat(read(() -> failing(state, SERVERS))).isEqualTo("read");
        assertThat(attempts).hasValue(SERVERS + 1);
        assertThat(purges).hasValue(SERVERS);
    }

    @Test
    void aConflictOnAStandbyRunsAgainOnTheSameConnections() {
        assertThat(read(() -> failing("40001", SERVERS))).isEqualTo("read");
        assertThat(attempts).hasValue(SERVERS + 1);
        assertThat(purges).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08001", "40001"})
    void aQueryThatFailsOnceMoreFails(String state) {
        assertThatThrownBy(() -> read(() -> failing(state, SERVERS + 1))).hasRootCauseMessage("state " + state);
        assertThat(attempts).hasValue(SERVERS + 1);
    }

    @Test
    void aFailureThatAnotherConnectionWouldRepeatIsFinal() {
        assertThatThrownBy(() -> read(() -> failing("42P01", 1))).hasRootCauseMessage("state 42P01");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void anExhaustedPoolIsNotRetried() {
        assertThatThrownBy(() -> read(() -> {
                    attempts.incrementAndGet();
                    throw new IllegalStateException(new PoolExhaustedException("all are in use"));
                }))
                .hasRootCauseInstanceOf(PoolExhaustedException.class);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void aConnectionThatEndsBeforeItsFirstUseIsReplaced(Service service) throws Exception {
        service.execute("CREATE SEQUENCE connections");
        try (Database database = Database.share(service.configuration().getDatabase())) {
            DataSourceFactory settings = database.requestPool();
            settings.setInitialSize(0);
            settings.setMinSize(0);
            // PostgreSQL ends the first connection when the pool validates it.
            settings.setValidationQuery(
                    "SELECT pg_terminate_backend(pg_backend_pid()) WHERE nextval('connections') = 1");
            ManagedPooledDataSource pool =
                    (ManagedPooledDataSource) settings.build(new MetricRegistry(), "lost connections");
            test.lostConnections(new LostConnections(pool::purge, 1));
            try {
                Jdbi jdbi = Jdbi.create(pool);
                assertThat(read(() -> jdbi.withHandle(handle -> handle.createQuery("SELECT last_value FROM connections")
                                .mapTo(String.class)
                                .one())))
                        .isEqualTo("2");
            } finally {
                pool.close();
            }
        } finally {
            service.execute("DROP SEQUENCE connections");
        }
    }

    private String failing(String state, int times) {
        if (attempts.getAndIncrement() < times) {
            throw new IllegalStateException(new SQLException("state " + state, state));
        }
        return "read";
    }
}
