package atelier.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import com.codahale.metrics.MetricRegistry;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedPooledDataSource;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.tomcat.jdbc.pool.PoolExhaustedException;
import org.apache.tomcat.jdbc.pool.PoolProperties;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningService.class)
class LostConnectionsTest {
    private static final int SERVERS = 3;

    private final AtomicInteger attempts = new AtomicInteger();
    private ManagedPooledDataSource pool;
    private LostConnections connections;

    @BeforeEach
    void open() {
        PoolProperties empty = new PoolProperties();
        empty.setInitialSize(0);
        pool = new ManagedPooledDataSource(empty, new MetricRegistry());
        connections = new LostConnections(pool, SERVERS);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @ParameterizedTest
    // The server is unreachable, has closed the connection, shuts down, has crashed, or is starting or stopping;
    // or a standby has a conflict with recovery.
    @ValueSource(strings = {"08001", "08006", "57P01", "57P02", "57P03", "40001"})
    void readThatFailsOnceOnEachServerIsRetriedOnTheNext(String state) {
        assertThat(connections.retry(() -> failing(state, SERVERS))).isEqualTo("read");
        assertThat(attempts).hasValue(SERVERS + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"08001", "40001"})
    void readFailsAfterOneMoreFailure(String state) {
        assertThatThrownBy(() -> connections.retry(() -> failing(state, SERVERS + 1)))
                .hasRootCauseMessage("state " + state);
        assertThat(attempts).hasValue(SERVERS + 1);
    }

    @Test
    void readIsNotRetriedIfAnotherConnectionWouldNotHelp() {
        assertThatThrownBy(() -> connections.retry(() -> failing("42P01", 1))).hasRootCauseMessage("state 42P01");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void readIsNotRetriedIfThePoolIsExhausted() {
        assertThatThrownBy(() -> connections.retry(() -> {
                    attempts.incrementAndGet();
                    throw new IllegalStateException(new PoolExhaustedException("all are in use"));
                }))
                .hasRootCauseInstanceOf(PoolExhaustedException.class);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void connectionThatEndsBeforeFirstUseIsReplaced(Service service) throws Exception {
        service.execute("CREATE SEQUENCE connections");
        try (Database database = Database.share(service.configuration().getDatabase())) {
            DataSourceFactory settings = database.requestPool();
            settings.setInitialSize(0);
            settings.setMinSize(0);
            // PostgreSQL ends the first connection when the pool checks it.
            settings.setValidationQuery(
                    "SELECT pg_terminate_backend(pg_backend_pid()) WHERE nextval('connections') = 1");
            ManagedPooledDataSource real =
                    (ManagedPooledDataSource) settings.build(new MetricRegistry(), "lost connections");
            try {
                Jdbi jdbi = Jdbi.create(real);
                String made = new LostConnections(real, 1)
                        .retry(() -> jdbi.withHandle(handle -> handle.createQuery("SELECT last_value FROM connections")
                                .mapTo(String.class)
                                .one()));
                assertThat(made).isEqualTo("2");
            } finally {
                real.close();
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
