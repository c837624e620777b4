package atelier.database;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.cli.OperatorException;
import atelier.product.prepare.DocumentRebuild;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import liquibase.analytics.configuration.AnalyticsArgs;
import liquibase.exception.LiquibaseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningService.class)
class MigrationsTest {
    /** Liquibase rejects a database whose checksums differ. A comment between two changesets belongs to the first of them. */
    @Test
    void appliedMigrationsAreNeverChanged(Service service) {
        DatabaseSettings fresh = service.newMigratedDatabase("migrations");

        assertThat(service.query(
                        fresh,
                        "SELECT string_agg(id || ' ' || md5sum, E'\n' ORDER BY orderexecuted) FROM databasechangelog"))
                .isEqualTo("""
                        catalogue 9:1d2c6f114468d8cc8deb8bc78549d4b8
                        document 9:5adae0b7ed7d8b2776c7cca94d5865d5
                        page-products 9:24e84d80ab87dd4edc623052491acbe1
                        change 9:5373ff54b23cfad970280543ed3988f2
                        document-shape 9:f33af8cd43dd8eceade191986789059e
                        sku-id 9:02fd3aa3260085432100694cdcb6d355
                        reviews 9:1d129a79f99203c4ed9d3b4fe8ccb204
                        questions 9:83d8bbba72b133444b08345f891e4b84
                        shop 9:05cb1d6ab48a50653eb76fe42c31892d
                        interactions 9:e421659edb3a568cca43b442e4deaf06
                        row-photos 9:6bf8507dd9b40ea0b61d2b3697e47e4d
                        shown-answers 9:b73cccfcfefb430776d8f688c69aa2a5
                        fill-shown 9:e38124c74ca3e991d9cbd2e87180a839
                        answers-by-statement 9:83d89d053b462b0db76b10790006d797""");
    }

    /** It has another text since it was released. */
    @Test
    void aDatabaseThatWasFilledByAnEarlierVersionIsMigratedFurther(Service service) throws SQLException {
        DatabaseSettings settings = service.newMigratedDatabase("filled_before");
        try (Database database = Database.share(settings);
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE databasechangelog SET md5sum = '9:763cecea4c8d98d18ba35637b2ca5584'"
                    + " WHERE id = 'fill-shown'; DELETE FROM databasechangelog WHERE id = 'answers-by-statement'");

            new Schema(database, DocumentRebuild.DERIVED_DATA).migrate();

            assertThat(Migrations.pending(connection)).isEmpty();
        }
    }

    /** Liquibase commits the two one after the other, and a process can be killed in between. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "catalogue",
                "document",
                "page-products",
                "change",
                "document-shape",
                "sku-id",
                "reviews",
                "questions",
                "shop",
                "interactions",
                "row-photos",
                "shown-answers",
                "fill-shown",
                "answers-by-statement"
            })
    void changeWithoutItsLineInTheHistoryIsNotMadeAgain(String change, Service service) throws SQLException {
        String name = "killed_after_" + change.replace('-', '_');
        DatabaseSettings settings = service.newMigratedDatabase(name);
        try (Database database = Database.share(settings);
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM databasechangelog WHERE id = '" + change + "'");
            Schema schema = new Schema(database, DocumentRebuild.DERIVED_DATA);
            assertThat(Migrations.pending(connection)).containsExactly(change);

            schema.migrate();

            assertThat(Migrations.pending(connection)).isEmpty();
            assertThat(schema.isComplete(connection)).isTrue();
        }
    }

    /** By default Liquibase sends them, after it has asked a server of its makers where to. */
    @Test
    void migrationsSendNoStatisticsOfTheirUse() throws LiquibaseException {
        List<Boolean> enabled = new ArrayList<>();

        LiquibaseErrors.quietly(() -> enabled.add(AnalyticsArgs.ENABLED.getCurrentValue()));

        assertThat(enabled).containsExactly(false);
    }

    @Test
    void everyChangeHasAPrecondition() throws IOException {
        assertThat(changes()).isNotEmpty().allMatch(change -> change.contains("--precondition-sql-check "));
    }

    private static List<String> changes() throws IOException {
        try (InputStream file = MigrationsTest.class.getResourceAsStream("/migrations.sql")) {
            String text = new String(requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("--changeset atelier:", -1)).skip(1).toList();
        }
    }

    /** Liquibase's own lock was such a row. A killed process left it, and later ones waited for minutes and failed. */
    @Test
    @Timeout(60)
    void lockRowThatAKilledProcessLeftBlocksNobody(Service service) throws SQLException {
        try (Database database = Database.share(service.newDatabase("killed_before"));
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE databasechangeloglock (id integer PRIMARY KEY, locked boolean NOT NULL,"
                    + " lockgranted timestamp, lockedby varchar(255));"
                    + " INSERT INTO databasechangeloglock VALUES (1, true, now(), 'a host that is gone')");

            new Schema(database, DocumentRebuild.DERIVED_DATA).migrate();

            assertThat(new Schema(database, DocumentRebuild.DERIVED_DATA).isComplete(connection))
                    .isTrue();
        }
    }

    @Test
    void historyIsFoundUnderAnotherSearchPath(Service service) throws SQLException {
        DatabaseSettings settings = service.newMigratedDatabase("other_path");
        service.execute("ALTER DATABASE other_path SET search_path = app");
        try (Database database = Database.share(settings);
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            Schema schema = new Schema(database, DocumentRebuild.DERIVED_DATA);
            assertThat(schema.isComplete(connection)).isTrue();
            statement.execute("CREATE SCHEMA app; ALTER TABLE catalogue.edition DROP COLUMN shape;"
                    + " DELETE FROM public.databasechangelog WHERE id = 'document-shape'");

            assertThat(Migrations.pending(connection)).containsExactly("document-shape");
            schema.migrate();

            assertThat(schema.isComplete(connection)).isTrue();
            assertThat(service.query(settings, "SELECT count(*) FROM pg_class WHERE relname = 'databasechangelog'"))
                    .isEqualTo("1");
        }
    }

    @Test
    void historyOfAnotherApplicationIsIgnored(Service service) throws SQLException, IOException {
        DatabaseSettings settings = service.newDatabase("shared_database");
        try (Database database = Database.share(settings);
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA other; CREATE TABLE other.databasechangelog (id text, author text);"
                    + " INSERT INTO other.databasechangelog VALUES ('catalogue', 'somebody')");

            new Schema(database, DocumentRebuild.DERIVED_DATA).migrate();

            assertThat(service.query(settings, "SELECT count(*) FROM public.databasechangelog"))
                    .isEqualTo(String.valueOf(changes().size()));
            assertThat(service.query(settings, "SELECT count(*) FROM other.databasechangelog"))
                    .isEqualTo("1");
        }
    }

    @Test
    void historyThatTheUserMayNotReadIsNamed(Service service) throws SQLException {
        DatabaseSettings settings = service.newMigratedDatabase("no_rights");
        try (Database database = Database.share(settings);
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP ROLE IF EXISTS stranger; CREATE ROLE stranger; SET ROLE stranger");

            assertThatThrownBy(() -> Migrations.pending(connection))
                    .isInstanceOf(OperatorException.class)
                    .hasMessageStartingWith("The user stranger may not read the table of migrations")
                    .hasMessageContaining("GRANT SELECT ON public.databasechangelog TO stranger");

            statement.execute("RESET ROLE; GRANT SELECT ON databasechangelog TO stranger; SET ROLE stranger");
            assertThat(Migrations.pending(connection)).isEmpty();
            statement.execute("RESET ROLE; DROP OWNED BY stranger; DROP ROLE stranger");
        }
    }

    @Test
    void searchPathWithoutASchemaIsNamed(Service service) {
        DatabaseSettings settings = service.newDatabase("no_path");
        service.execute("ALTER DATABASE no_path SET search_path = nowhere");
        try (Database database = Database.share(settings)) {
            assertThatThrownBy(() -> new Schema(database, DocumentRebuild.DERIVED_DATA).migrate())
                    .isInstanceOf(OperatorException.class)
                    .hasMessageStartingWith("The search_path of atelier is nowhere, which names no schema that exists")
                    .hasMessageContaining("RESET search_path");
        }
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
