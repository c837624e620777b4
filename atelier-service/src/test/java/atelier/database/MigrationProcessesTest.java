package atelier.database;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Migrations in processes of their own, some of which are killed. */
@ExtendWith(RunningService.class)
@FullTier("two starts of the program in each test")
class MigrationProcessesTest {
    private static final String CONFIGURATION = "../config.yml";

    /** The processes whose statement waits for a lock. */
    private static final String WAITING = """
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
            """;

    @TempDir
    private Path directory;

    @Test
    void killedMigrationLocksNobodyOut(Service service) throws Exception {
        DatabaseSettings settings = service.newDatabase("killed_migration");
        try (Obstacle obstacle = new Obstacle(settings);
                Program killed = start(settings, "prepare")) {
            Program.await(
                    "the migration", () -> service.query(settings, WAITING).equals("1"));

            killed.kill();

            // The statement of the killed process cannot end yet; its session ends all the same.
            Program.await(
                    "the end of its session",
                    () -> service.query(settings, WAITING).equals("0"));
            obstacle.remove();
        }
        assertPrepared(settings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"prepare", "db migrate"})
    void simultaneousMigrationsBothSucceed(String command, Service service) throws Exception {
        DatabaseSettings settings = service.newDatabase("simultaneous");
        try (Obstacle obstacle = new Obstacle(settings);
                Program one = start(settings, command);
                Program other = start(settings, command)) {
            Program.await(
                    "both migrations", () -> service.query(settings, WAITING).equals("2"));

            obstacle.remove();

            assertThat(one.awaitExit()).as(one.output()).isZero();
            assertThat(other.awaitExit()).as(other.output()).isZero();
        }
        assertPrepared(settings);
    }

    @Test
    void simultaneousPreparationsOfAnEmbeddedDatabaseBothSucceed() {
        Map<String, String> environment = Map.of("ATELIER_DATA", directory.toString(), "DEMO_PRODUCTS", "30");
        try (Program one = Program.start(environment, "prepare", CONFIGURATION);
                Program other = Program.start(environment, "prepare", CONFIGURATION)) {
            assertThat(one.awaitExit()).as(one.output()).isZero();
            assertThat(other.awaitExit()).as(other.output()).isZero();
        }
        assertThat(directory.resolve("database/postmaster.pid")).doesNotExist();
    }

    @Test
    void commandsUseTheHistoryInAnotherSchema(Service service) {
        DatabaseSettings settings = service.newMigratedDatabase("other_schema");
        service.execute("ALTER DATABASE other_schema SET search_path = pg_catalog");

        try (Program status = start(settings, "db status");
                Program migration = start(settings, "db migrate")) {
            assertThat(status.awaitExit()).as(status.output()).isZero();
            assertThat(status.output()).contains("is up to date");
            assertThat(migration.awaitExit()).as(migration.output()).isZero();
        }
    }

    @Test
    void migrationOfAnUpToDateDatabaseWaitsForNobody(Service service) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase("up_to_date");
        try (Database database = Database.share(settings);
                Connection importing = database.connect();
                Program migration = start(settings, "db migrate")) {
            CatalogueLock.take(importing);
            assertThat(migration.awaitExit()).as(migration.output()).isZero();
        }
    }

    @Test
    void lockIsListedWhileItIsHeld(Service service) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase("listed");
        try (Database database = Database.share(settings);
                Connection importing = database.connect()) {
            CatalogueLock.take(importing);
            int holder = CatalogueLock.holders(importing).get(0);
            try (Program list = start(settings, "db locks --list");
                    Program release = start(settings, "db locks --force-release")) {
                assertThat(list.awaitExit()).as(list.output()).isZero();
                assertThat(list.output()).contains("process " + holder + " of PostgreSQL");
                assertThat(release.awaitExit()).isNotZero();
                assertThat(release.output()).contains("An import or a migration is running, in process " + holder);
            }
        }
    }

    private static void assertPrepared(DatabaseSettings settings) {
        try (Program last = start(settings, "prepare")) {
            assertThat(last.awaitExit()).as(last.output()).isZero();
            assertThat(last.output()).contains("Ready: ");
        }
    }

    private static Program start(DatabaseSettings settings, String command) {
        Map<String, String> environment = new HashMap<>(Service.environment(settings));
        environment.put("DEMO_PRODUCTS", "30");
        return Program.start(environment, (command + " " + CONFIGURATION).split(" ", -1));
    }

    /** A transaction that has created a schema of the same name, so that a migration waits for its end. */
    private static final class Obstacle implements AutoCloseable {
        private final Database database;
        private final Connection connection;

        Obstacle(DatabaseSettings settings) throws SQLException {
            database = Database.share(settings);
            connection = database.connect();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE SCHEMA catalogue");
            }
        }

        void remove() throws SQLException {
            connection.rollback();
        }

        @Override
        public void close() throws SQLException {
            connection.close();
            database.close();
        }
    }
}
