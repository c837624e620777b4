package atelier.load;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.CatalogueLock;
import atelier.database.Database;
import atelier.database.DatabaseSettings;
import atelier.database.Schema;
import atelier.product.load.Catalogue;
import atelier.product.prepare.DocumentRebuild;
import atelier.question.load.Questions;
import atelier.review.load.Reviews;
import atelier.testing.Program;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import atelier.testing.Shopper;
import atelier.testing.TestSettings;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Imports by roles that do not own the tables. */
@ExtendWith(RunningService.class)
class ImportedOwnersTest {
    private static final Path FIXTURE = Path.of("src/test/resources/fixture");
    private static final Path SHOPPERS = Path.of("src/test/resources/fixture-shoppers");
    private static final String PASSWORD = "secret";

    @TempDir
    private Path directory;

    @Test
    void whatASuperuserOrAMemberOfTheOwnerImportsBelongsToTheOwner(Service service) throws Exception {
        DatabaseSettings superuser = service.newDatabase("imported_owners");
        service.execute(superuser, """
                CREATE ROLE import_owner LOGIN PASSWORD 'secret'; CREATE ROLE import_member LOGIN PASSWORD 'secret' IN ROLE import_owner;
                ALTER DATABASE imported_owners OWNER TO import_owner; ALTER SCHEMA public OWNER TO import_owner
                """);
        DatabaseSettings owner = TestSettings.as(superuser, "import_owner", PASSWORD);
        try (Database database = Database.share(owner)) {
            new Schema(database, DocumentRebuild.DERIVED_DATA).migrate();
        }
        for (DatabaseSettings importer :
                new DatabaseSettings[] {superuser, TestSettings.as(superuser, "import_member", PASSWORD), owner}) {
            importAs(importer);

            assertThat(service.query(superuser, """
                            SELECT string_agg(DISTINCT tableowner, ' ')
                            FROM pg_tables WHERE schemaname IN ('catalogue', 'reviews', 'questions', 'shop')""")).isEqualTo("import_owner");
            assertThat(service.query(superuser, """
                            SELECT string_agg(DISTINCT pg_get_userbyid(nspowner), ' ')
                            FROM pg_namespace WHERE nspname IN ('catalogue', 'reviews', 'questions', 'shop')""")).isEqualTo("import_owner");
            try (Service node = new Service(owner, "import_owner", PASSWORD)) {
                Shopper shopper = new Shopper(node.port());
                assertThat(shopper.post("/qa/questions/11/answers", "{\"body\":\"Because.\"}")
                                .statusCode())
                        .isEqualTo(201);
                assertThat(shopper.put("/qa/answers/99/helpful").statusCode()).isEqualTo(204);
            }
        }
    }

    private void importAs(DatabaseSettings importer) throws Exception {
        try (Database database = Database.share(importer);
                PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            ImportOptions defaults = ImportOptions.maxRejects("100%");
            ImportOptions options = new ImportOptions(defaults.limit(), defaults.switchWait(), false, true);
            for (Dataset dataset : new Dataset[] {Catalogue.DATASET, Reviews.DATASET, Questions.DATASET}) {
                Path files = dataset == Catalogue.DATASET ? FIXTURE : SHOPPERS;
                assertThat(DatasetImport.of(dataset, files, directory.resolve("rejects.csv"), options)
                                .run(database, nowhere)
                                .served())
                        .isTrue();
                awaitEnd(database);
            }
        }
    }

    /** PostgreSQL ends an import's session, which holds the lock of the catalogue, a moment later. */
    private static void awaitEnd(Database database) throws SQLException {
        try (Connection connection = database.connect()) {
            Program.await("the end of the import's session", () -> !isLocked(connection));
        }
    }

    private static boolean isLocked(Connection connection) {
        try {
            return CatalogueLock.isTaken(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
