package atelier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.cli.OperatorException;
import atelier.testing.FullTier;
import atelier.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code check} refuses what {@code server} refuses: both read the settings and then call {@link SettingsCheck}. */
class SettingsCheckTest {
    private static final String CONFIGURATION = "../config.yml";
    private static final String DATABASE = "jdbc:postgresql://db.example/shop";

    /** Nonsense for the variables whose value is a text. Nothing is nonsense as a password. */
    private static final Map<String, String> NONSENSE = Map.of(
            "DATABASE_URL", "db.example",
            "DATABASE_USER", "two\nlines",
            "DATABASE_PASSWORD_FILE", "/no/such/file",
            "ATELIER_DATA", "da$ta",
            "CAMPUS", "two\nlines",
            "WRITE_TOKENS", "alice",
            "WRITE_TOKENS_FILE", "/no/such/file",
            "HTTP_HOST", "nowhere.invalid",
            "ADMIN_HOST", "nowhere.invalid");

    @TempDir
    private Path folder;

    @Test
    void defaultsAreUsable() {
        assertThatCode(() -> check(Map.of())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("judgedVariables")
    void nonsenseIsRefusedInALineThatNamesTheVariable(String variable) {
        Map<String, String> environment = new HashMap<>();
        if (variable.equals("DATABASE_PASSWORD_FILE")) {
            environment.put("DATABASE_URL", DATABASE);
        }
        environment.put(variable, NONSENSE.getOrDefault(variable, "-1x"));

        assertThatThrownBy(() -> check(environment))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining(variable)
                .hasMessageMatching("[^\n]+");
    }

    private static Stream<String> judgedVariables() throws IOException {
        return ConfigurationTest.variables().filter(variable -> !variable.equals("DATABASE_PASSWORD"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CACHE_SIZE | 900GiB | three quarters of this JVM's heap, but is 900 gibibytes: lower it, or start java with a larger heap
            HTTP_HOST | 192.0.2.1 | HTTP_HOST is 192.0.2.1, but this machine does not have the address
            HTTP_HOST | nowhere.invalid | HTTP_HOST is nowhere.invalid, but the host is unknown
            ADMIN_PORT | 8080 | HTTP_PORT and ADMIN_PORT must differ, but are both 8080
            DATABASE_URL | jdbc:postgresql://db.example:port/shop | DATABASE_URL must look like jdbc:postgresql://host:5432/database, but is jdbc:postgresql://db.example:port/shop
            """)
    void refusalSaysWhatIsAllowed(String variable, String value, String message) {
        assertThatThrownBy(() -> check(Map.of(variable, value))).hasMessageContaining(message);
    }

    @Test
    void fileInPlaceOfTheDataDirectoryIsRefused() throws Exception {
        Path file = Files.createFile(folder.resolve("data"));

        assertThatThrownBy(() -> check(Map.of("ATELIER_DATA", file.toString())))
                .hasMessage("ATELIER_DATA must be a directory, but " + file + " is a file.");
    }

    @Test
    void linkThatLeadsNowhereIsRefused() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("data"), folder.resolve("unmounted"));

        assertThatThrownBy(() -> check(Map.of("ATELIER_DATA", link.toString())))
                .hasMessage("ATELIER_DATA must be a directory, but " + link
                        + " is a link to a place that does not exist: mount it, or create it.");
    }

    @Test
    void twoAddressesMayHaveTheSamePort() {
        assertThatCode(() -> check(Map.of("HTTP_HOST", "127.0.0.1", "ADMIN_HOST", "::1", "ADMIN_PORT", "8080")))
                .doesNotThrowAnyException();
    }

    private static void check(Map<String, String> environment) throws Exception {
        SettingsCheck.requireUsable(ConfigurationTest.read(environment));
    }

    @ParameterizedTest
    @CsvSource({
        "LOG_LEVEL, LOUD",
        "WRITE_TOKENS, alice",
        "DATABASE_URL, db.example",
        "ADMIN_HOST, 0.0.0.0",
        "CACHE_SIZE, 900GiB"
    })
    @FullTier("ten starts")
    void checkAndServerPrintTheSameRefusal(String variable, String value) {
        Map<String, String> environment =
                Map.of(variable, value, "ATELIER_DATA", folder.resolve("data").toString());

        assertThat(refusal(environment, "check")).contains(variable).isEqualTo(refusal(environment, "server"));
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    @FullTier("a start")
    void checkSaysThatSettingsAreValidWhateverTheLogLevel() {
        try (Program program = Program.start(Map.of("LOG_LEVEL", "OFF"), "check", CONFIGURATION)) {
            assertThat(program.awaitExit()).isZero();
            assertThat(program.output()).isEqualTo("The settings are valid.\n");
        }
    }

    /** The image for nodes has no PostgreSQL either. */
    @Test
    @FullTier("two starts")
    void platformWithoutAnEmbeddedDatabaseIsNamed() {
        Map<String, String> environment = Map.of(
                "JDK_JAVA_OPTIONS",
                "-Dos.arch=sparc",
                "ATELIER_DATA",
                folder.resolve("data").toString());

        assertThat(refusal(environment, "check")).contains("no embedded PostgreSQL for ", "DATABASE_URL");
        assertThat(refusal(environment, "server")).contains("DATABASE_URL");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    private static String refusal(Map<String, String> environment, String command) {
        try (Program program = Program.start(environment, command, CONFIGURATION)) {
            assertThat(program.awaitExit()).as(program.output()).isEqualTo(1);
            List<String> refusals = program.output()
                    .lines()
                    .filter(line -> line.startsWith("atelier: "))
                    .toList();
            assertThat(refusals).as(program.output()).hasSize(1);
            return refusals.get(0);
        }
    }
}
