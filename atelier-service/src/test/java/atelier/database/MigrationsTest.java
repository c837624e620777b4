package atelier.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.product.prepare.DocumentRebuild;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningService.class)
class MigrationsTest {
    /** Liquibase rejects a database whose checksums differ. A comment between two changesets belongs to the first of them. */
    @Test
    void appliedMigrationsAreNeverChanged(Service service) {
        DatabaseSettings fresh = service.newMigratedDatabase("migrations");

        assertThat(service.query(fresh, "SELECT md5sum FROM databasechangelog WHERE id = 'catalogue'"))
                .isEqualTo("9:1d2c6f114468d8cc8deb8bc78549d4b8");
    }

    @Test
    void failedMigrationNamesItsReasonAndReleasesTheLock(Service service) throws SQLException {
        try (Database database = Database.share(service.newMigratedDatabase("fails_to_migrate"));
                Connection migrating = database.connect();
                Connection other = database.connect();
                Statement statement = other.createStatement()) {
            statement.execute("INSERT INTO catalogue.product VALUES (1, 'Hat', '', '', 'Hats', 1, now(), now());"
                    + " CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS"
                    + " 'BEGIN RAISE EXCEPTION ''disk on fire''; END';"
                    + " CREATE TRIGGER fail BEFORE INSERT ON catalogue.document"
                    + " FOR EACH ROW EXECUTE FUNCTION fail()");

            assertThatThrownBy(() -> Migrations.run(migrating, DocumentRebuild.DERIVED_DATA))
                    .hasMessageContaining("disk on fire");

            CatalogueLock.take(other);
            CatalogueLock.release(other);
            statement.execute("DROP TRIGGER fail ON catalogue.document");
            Migrations.run(migrating, DocumentRebuild.DERIVED_DATA);
            assertThat(new Schema(database, DocumentRebuild.DERIVED_DATA).isComplete(other))
                    .isTrue();
        }
    }
}
