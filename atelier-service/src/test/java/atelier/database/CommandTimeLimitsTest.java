package atelier.database;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import atelier.testing.TestSettings;
import com.codahale.metrics.MetricRegistry;
import io.dropwizard.db.ManagedDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Managed PostgreSQL often sets time limits on a role; they must not end an import. */
@ExtendWith(RunningService.class)
class CommandTimeLimitsTest {
    private static final String ROLE = "limited";

    @Test
    void connectionsOfCommandsIgnoreTheLimitsOfTheirRole(Service service) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase("command_limits");
        service.execute("CREATE ROLE " + ROLE + " LOGIN PASSWORD 'secret'");
        for (String limit : new String[] {
            "statement_timeout", "transaction_timeout", "idle_in_transaction_session_timeout", "idle_session_timeout"
        }) {
            service.execute("ALTER ROLE " + ROLE + " SET " + limit + " = '100ms'");
        }
        try (Database database = Database.share(TestSettings.as(settings, ROLE, "secret"))) {
            try (Connection connection = database.connect()) {
                assertIsUnlimited(connection);
            }
            ManagedDataSource pool = database.commandPool().build(new MetricRegistry(), "limits");
            pool.start();
            try (Connection connection = pool.getConnection()) {
                assertIsUnlimited(connection);
            } finally {
                pool.stop();
            }
        } finally {
            service.execute("DROP ROLE " + ROLE);
        }
    }

    private static void assertIsUnlimited(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT current_user, pg_sleep(0.3), string_agg(setting, ',') FROM pg_settings"
                                + " WHERE name ~ '^(statement|transaction|idle_in_transaction_session|idle_session)_timeout$'")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo(ROLE);
            assertThat(row.getString(3)).isEqualTo("0,0,0,0");
        }
        connection.rollback();
    }
}
