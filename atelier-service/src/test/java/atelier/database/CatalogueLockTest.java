package atelier.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.cli.OperatorException;
import atelier.product.prepare.DocumentRebuild;
import atelier.testing.Program;
import atelier.testing.RecordedLog;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningService.class)
class CatalogueLockTest {
    @Test
    void migrationWaitsForRunningImport(Service service) throws Exception {
        DatabaseSettings settings = service.newDatabase("waits_for_import");
        try (RecordedLog log = new RecordedLog(CatalogueLock.class.getName());
                Database database = Database.share(settings);
                Connection importing = database.connect()) {
            CatalogueLock.take(importing);

            CompletableFuture<Void> migration =
                    CompletableFuture.runAsync(new Schema(database, DocumentRebuild.DERIVED_DATA)::migrate);

            Program.await("the migration to wait", () -> "1".equals(service.query(settings, """
                    SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
                    """)));
            assertThat(migration).isNotDone();
            assertThat(log.lines())
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("Waiting at most 10 minutes for an import or another migration to end");
            CatalogueLock.release(importing);
            migration.get(1, TimeUnit.MINUTES);
            assertThat(new Schema(database, DocumentRebuild.DERIVED_DATA).isComplete(database.connect()))
                    .isTrue();
        }
    }

    /** PostgreSQL ends a session a moment after its client has closed the connection. */
    @Test
    void nextImportWaitsForASessionThatEnds(Service service) throws Exception {
        DatabaseSettings settings = service.newMigratedDatabase("ending_session");
        try (Database database = Database.share(settings);
                Connection next = database.connect()) {
            Connection ending = database.connect();
            CatalogueLock.take(ending);

            CompletableFuture<Boolean> taken = CompletableFuture.supplyAsync(() -> take(next));
            Program.await("the next import to wait", () -> taken.isDone() || "1".equals(service.query(settings, """
                                    SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
                                    """)));
            ending.close();

            assertThat(taken.get(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    private static boolean take(Connection connection) {
        try {
            CatalogueLock.take(connection);
            return true;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (OperatorException e) {
            return false;
        }
    }

    @Test
    void releasedLockBlocksNobody(Service service) throws SQLException {
        try (Database database = Database.share(service.newMigratedDatabase("gives_back"));
                Connection migrated = database.connect();
                Connection other = database.connect()) {
            Migrations.run(migrated, DocumentRebuild.DERIVED_DATA);

            CatalogueLock.take(other);

            assertThatThrownBy(() -> CatalogueLock.take(migrated))
                    .isInstanceOf(OperatorException.class)
                    .hasMessageContaining("Another import or a migration is running on this database");
        }
    }
}
