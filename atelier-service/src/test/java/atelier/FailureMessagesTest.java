package atelier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import atelier.database.DatabaseSettings;
import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator can mend is said in one line: the reason, the value, and what to do. */
@ExtendWith(RunningService.class)
@FullTier("thirteen starts")
class FailureMessagesTest {
    private static final String CONFIGURATION = "../config.yml";
    private static final Path FIXTURE = Path.of("src/test/resources/fixture");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, this machine does not have the address; set HTTP_HOST",
        "nowhere.invalid, the host is unknown; set HTTP_HOST"
    })
    void addressThatIsNotOursHasItsOwnReason(String host, String reason, Service service) {
        Map<String, String> environment = new HashMap<>(service.environment());
        environment.put("HTTP_HOST", host);

        assertOneLine(environment, List.of(host, reason), "server", CONFIGURATION);
    }

    @Test
    void passwordFileThatIsADirectoryIsNamed(Service service) {
        Map<String, String> environment = new HashMap<>(service.environment());
        environment.put("DATABASE_PASSWORD_FILE", folder.toString());

        assertOneLine(
                environment,
                List.of("DATABASE_PASSWORD_FILE names a directory, not a file: " + folder),
                "server",
                CONFIGURATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"db migrate", "prepare"})
    void userWithoutTheRightToCreateIsToldSo(String command, Service service) {
        DatabaseSettings database = service.newDatabase("rights");
        service.execute("DROP ROLE IF EXISTS visitor; CREATE ROLE visitor LOGIN PASSWORD 'visitor'");
        Map<String, String> environment = new HashMap<>(Service.environment(database));
        environment.put("DATABASE_USER", "visitor");
        environment.put("DATABASE_PASSWORD", "visitor");

        assertOneLine(
                environment,
                List.of("permission denied", "docs/running.md"),
                (command + " " + CONFIGURATION).split(" "));
        service.execute("DROP ROLE visitor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"db migrate", "prepare"})
    void failedMigrationIsNamedWithItsReason(String command, Service service) {
        DatabaseSettings database = service.newDatabase("migration_fails");
        service.execute(database, "CREATE SCHEMA shop");

        assertOneLine(
                Service.environment(database),
                List.of("the change shop: ERROR: schema \"shop\" already exists"),
                (command + " " + CONFIGURATION).split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"generate %s --products 1", "import CONFIG %s", "import CONFIG FIXTURE --rejects %s"})
    void nameThatTheLocaleCannotReadIsExplained(String command, Service service) {
        assumeThat(Charset.forName(System.getProperty("sun.jnu.encoding"))
                        .newEncoder()
                        .canEncode('\u00e9'))
                .as("this JVM can name the file")
                .isTrue();
        Map<String, String> environment = new HashMap<>(service.environment());
        environment.put("LC_ALL", "C");

        assertOneLine(
                environment,
                List.of("The path \"", "cannot be used", "set LC_ALL=C.UTF-8"),
                command.replace("%s", folder.resolve("caf\u00e9").toString())
                        .replace("CONFIG", CONFIGURATION)
                        .replace("FIXTURE", FIXTURE.toString())
                        .split(" "));
    }

    @Test
    void dataDirectoryThatTheLocaleCannotReadIsExplained() {
        assumeThat(Charset.forName(System.getProperty("sun.jnu.encoding"))
                        .newEncoder()
                        .canEncode('\u00e9'))
                .as("this JVM can name the file")
                .isTrue();
        Map<String, String> environment = Map.of(
                "LC_ALL", "C", "ATELIER_DATA", folder.resolve("caf\u00e9").toString());

        assertOneLine(environment, List.of("set LC_ALL=C.UTF-8"), "server", CONFIGURATION);
    }

    private static void assertOneLine(Map<String, String> environment, List<String> parts, String... arguments) {
        try (Program program = Program.start(environment, arguments)) {
            assertThat(program.awaitExit()).as(program.output()).isEqualTo(1);
            assertThat(program.output()).doesNotContain("\tat ", "Exception");
            assertThat(program.output().lines().filter(line -> line.startsWith("atelier: ")))
                    .as(program.output())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains(parts));
        }
    }
}
