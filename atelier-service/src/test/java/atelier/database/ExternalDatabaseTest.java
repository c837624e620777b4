package atelier.database;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningService.class)
@FullTier("ten starts; SecretsTest and EmbeddedDatabaseTest start the same commands")
class ExternalDatabaseTest {
    private static final String CONFIGURATION = "../config.yml";

    @Test
    void serviceStartsAfterMigrationAndNamesTheCommandBefore(Service service) {
        Map<String, String> environment = environment(service.newDatabase("external"));

        try (Program early = Program.start(environment, "server", CONFIGURATION)) {
            assertThat(early.awaitExit()).isEqualTo(1);
            assertThat(early.output()).contains("db migrate config.yml").doesNotContain("\tat ");
        }
        try (Program migration = Program.start(environment, "db", "migrate", CONFIGURATION)) {
            assertThat(migration.awaitExit()).as(migration.output()).isZero();
        }
        try (Program served = Program.start(environment, "server", CONFIGURATION)) {
            assertThat(served.awaitAnswer().get("/products").body()).isEqualTo("[]");
        }
    }

    @Test
    void prepareFillsEmptyDatabaseAndKeepsExistingCatalogue(Service service) {
        Map<String, String> environment = environment(service.newDatabase("prepared"));

        prepare(environment, 7);
        prepare(environment, 9);

        try (Program served = Program.start(environment, "server", CONFIGURATION)) {
            Program answering = served.awaitAnswer();
            assertThat(answering.get("/products/7").statusCode()).isEqualTo(200);
            assertThat(answering.get("/products/8").statusCode()).isEqualTo(404);
        }
    }

    private static void prepare(Map<String, String> database, int products) {
        Map<String, String> environment = new HashMap<>(database);
        environment.put("DEMO_PRODUCTS", Integer.toString(products));
        try (Program preparation = Program.start(environment, "prepare", CONFIGURATION)) {
            assertThat(preparation.awaitExit()).as(preparation.output()).isZero();
        }
    }

    @Test
    void unreachableDatabaseEndsStartWithOneLine() {
        Map<String, String> environment = Map.of(
                "DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/nothing",
                "DATABASE_STARTUP_WAIT", "1s");

        try (Program program = Program.start(environment, "server", CONFIGURATION)) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output())
                    .contains("atelier: The database jdbc:postgresql://127.0.0.1:1/nothing cannot be used")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void urlOfOtherDatabaseIsRejectedWithoutShowingItsPassword() {
        Map<String, String> environment = Map.of("DATABASE_URL", "postgres://me:secret@127.0.0.1/atelier");

        try (Program program = Program.start(environment, "server", CONFIGURATION)) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output()).contains("DATABASE_URL must look like").doesNotContain("secret");
        }
    }

    @Test
    void userInUrlIsRejectedWithoutShowingItsPassword() {
        Map<String, String> environment = Map.of("DATABASE_URL", "jdbc:postgresql://me:secret@127.0.0.1/atelier");

        try (Program program = Program.start(environment, "server", CONFIGURATION)) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output()).contains("DATABASE_USER").doesNotContain("secret");
        }
    }

    @Test
    void databaseInAnotherEncodingIsRefused(Service service) {
        service.execute("DROP DATABASE IF EXISTS latin");
        service.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        Map<String, String> environment =
                new HashMap<>(environment(service.configuration().getDatabase()));
        environment.compute("DATABASE_URL", (name, url) -> String.valueOf(url).replaceFirst("/[^/]*$", "/latin"));

        try (Program program = Program.start(environment, "prepare", CONFIGURATION)) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output())
                    .contains("/latin has the encoding LATIN1 and must have UTF8")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void passwordIsReadFromFile(Service service, @TempDir Path folder) throws Exception {
        Map<String, String> environment = new HashMap<>(environment(service.newDatabase("secret")));
        Path file = Files.writeString(folder.resolve("password"), environment.remove("DATABASE_PASSWORD") + "\n");
        environment.put("DATABASE_PASSWORD_FILE", file.toString());

        prepare(environment, 1);
        Files.delete(file);

        try (Program program = Program.start(environment, "prepare", CONFIGURATION)) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.output())
                    .contains("DATABASE_PASSWORD_FILE names a file that cannot be read: ")
                    .doesNotContain("\tat ");
        }
    }

    private static Map<String, String> environment(DatabaseSettings settings) {
        return Map.of(
                "DATABASE_URL", String.valueOf(settings.url()),
                "DATABASE_USER", String.valueOf(settings.user()),
                "DATABASE_PASSWORD", String.valueOf(settings.password()));
    }
}
