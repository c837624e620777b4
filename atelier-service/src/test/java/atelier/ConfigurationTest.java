package atelier;

import static java.util.Objects.requireNonNullElse;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.cli.EnvironmentConfigurationFactory;
import atelier.cli.OperatorException;
import atelier.database.DatabaseSettings;
import atelier.testing.FullTier;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.jetty.HttpConnectorFactory;
import jakarta.validation.Validator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    private static final Path FILE = Path.of("../config.yml");
    /** One for all, because tests read the file hundreds of times. */
    private static final Validator VALIDATOR = Validators.newValidator();

    private static final ObjectMapper MAPPER = Jackson.newObjectMapper();

    private static final Path SETTINGS_PAGE = Path.of("../docs/settings.md");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):-([^}]*)}");
    private static final Pattern ROW = Pattern.compile("\\| `([A-Z_]+)` \\|(?: `(.*?)`)? \\|.*");

    /** Variables whose value may be any text, as far as config.yml knows. */
    private static final Set<String> ANY_TEXT = Set.of(
            "DATABASE_URL",
            "DATABASE_USER",
            "DATABASE_PASSWORD",
            "DATABASE_PASSWORD_FILE",
            "ATELIER_DATA",
            "CAMPUS",
            "WRITE_TOKENS",
            "WRITE_TOKENS_FILE",
            "HTTP_HOST",
            "ADMIN_HOST");

    private static final Pattern QUANTITY = Pattern.compile("(?<number>\\d+)(?:ms|s|B|KiB|MiB)");
    private static final Pattern VALUE = Pattern.compile("^\\s*(?:- )?([^#:]+): (.+)$");

    @Test
    void shippedFileIsValidAndHasTheDocumentedDefaults() throws Exception {
        AtelierConfiguration configuration = read(Map.of());

        assertThat(configuration.getProducts().campus()).isEqualTo("hr-lax");
        assertThat(configuration.getProducts().largestPageSize()).isEqualTo(1000);
        assertThat(configuration.getDatabase().dataDirectory()).isEqualTo(Path.of("data"));
        DefaultServerFactory server = (DefaultServerFactory) configuration.getServerFactory();
        HttpConnectorFactory application =
                (HttpConnectorFactory) server.getApplicationConnectors().get(0);
        HttpConnectorFactory admin =
                (HttpConnectorFactory) server.getAdminConnectors().get(0);
        assertThat(application.getPort()).isEqualTo(8080);
        assertThat(admin.getPort()).isEqualTo(8081);
        assertThat(admin.getBindHost()).isEqualTo("127.0.0.1");
    }

    @Test
    void everyValueCanBeSetFromTheEnvironment() throws Exception {
        assertThat(Files.readAllLines(FILE))
                .filteredOn(line -> VALUE.matcher(line).matches())
                // "type" names one of Dropwizard's parts; our own request log and the drain are not optional.
                .filteredOn(line ->
                        !line.matches("\\s*(- )?type: (http|bounded-http|console|request-id)|\\s*appenders: \\[\\]"
                                + "|\\s*delayedShutdownHandlerEnabled: true"))
                .allSatisfy(line -> assertThat(line).matches(".*\\$\\{[A-Z_]+:-[^}]*}'?"));
    }

    @Test
    void settingsPageHasEveryVariableWithItsDefault() throws Exception {
        Set<String> configured = VARIABLE.matcher(Files.readString(FILE))
                .results()
                .map(found -> row(found.group(1), found.group(2)))
                .collect(toCollection(TreeSet::new));

        List<String> documented = Files.readAllLines(SETTINGS_PAGE).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(found -> row(found.group(1), requireNonNullElse(found.group(2), "")))
                .toList();

        assertThat(documented).containsExactlyInAnyOrderElementsOf(configured);
    }

    private static String row(String variable, String defaultValue) {
        return variable + " = " + defaultValue;
    }

    @Test
    void unsetVariableWithoutDefaultStopsTheStart() {
        assertThatThrownBy(() -> read("demo: {products: '${ATELIER_NOT_SET}'}", Map.of()))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("ATELIER_NOT_SET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n"})
    void emptyVariableCountsAsUnset(String empty) throws Exception {
        Map<String, String> environment = variables().collect(toMap(name -> name, name -> empty));

        assertThat(settings(read(environment))).isEqualTo(settings(read(Map.of())));
    }

    private static List<Object> settings(AtelierConfiguration configuration) {
        DefaultServerFactory server = (DefaultServerFactory) configuration.getServerFactory();
        HttpConnectorFactory application =
                (HttpConnectorFactory) server.getApplicationConnectors().get(0);
        HttpConnectorFactory admin =
                (HttpConnectorFactory) server.getAdminConnectors().get(0);
        return List.of(
                configuration.getDatabase().dataDirectory(),
                configuration.getDatabase().poolSize(),
                configuration.getDatabase().freshPoolSize(),
                configuration.getProducts(),
                configuration.getReviews(),
                configuration.getDemo(),
                configuration.getCache(),
                configuration.getWarmUp(),
                configuration.getChanges().areAllowed(),
                configuration.getRequestLog(),
                configuration.getDashboard(),
                configuration.getAdminPort(),
                application.getPort(),
                String.valueOf(application.getBindHost()),
                application.getIdleTimeout(),
                admin.getPort(),
                String.valueOf(admin.getBindHost()),
                server.getMaxThreads(),
                server.getShutdownGracePeriod());
    }

    @ParameterizedTest
    @MethodSource("variables")
    @FullTier("reads config.yml two hundred times; the next test has one value of each kind")
    void refusalNamesTheVariableInOneLine(String variable) {
        boolean anyText = ANY_TEXT.contains(variable);
        for (String value : List.of("-1x", "-1", "1e99", "{", "a: b")) {
            String message = refusal(variable, value);
            if (message == null) {
                assertThat(anyText || value.equals("-1"))
                        .as("%s=%s is refused", variable, value)
                        .isTrue();
            } else {
                assertThat(message)
                        .contains(variable + " must be ", "\"" + value + "\"")
                        .doesNotContain("\n")
                        .doesNotContain("config.yml", "com.", "io.dropwizard", "java.");
            }
        }
    }

    private static @Nullable String refusal(String variable, String value) {
        try {
            read(Map.of(variable, value));
            return null;
        } catch (OperatorException e) {
            return e.getMessage();
        } catch (Exception e) {
            throw new AssertionError(variable + "=" + value, e);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            LOG_TIME_ZONE | Mars/Base | LOG_TIME_ZONE must be a time zone such as UTC or Europe/Berlin, but is "Mars/Base"
            DRAIN_WAIT | 1 | DRAIN_WAIT must be a time such as 500ms, 5s or 1m, but is "1"
            CACHE_SIZE | 64 pages | CACHE_SIZE must be a size such as 8KiB or 64MiB, but is "64 pages"
            HTTP_PORT | http | HTTP_PORT must be a whole number, but is "http"
            ADMIN_EXPOSED | yes | ADMIN_EXPOSED must be true or false, but is "yes"
            REQUEST_LOG | xml | REQUEST_LOG must be one of json, off, but is "xml"
            DATABASE_POOL_SIZE | 0 | DATABASE_POOL_SIZE must be at least 1, but is "0"
            DATABASE_FRESH_POOL_SIZE | 33 | DATABASE_FRESH_POOL_SIZE must be at most 32, but is "33"
            HTTP_THREADS | 4 | HTTP_THREADS must be at least 8, but is "4"
            PUBLIC_URL | shop.example | PUBLIC_URL must be an address such as https://shop.example, but is "shop.example"
            DEMO_FIRST_ID | 0 | DEMO_FIRST_ID must be at least 1, but is "0"
            PAGE_SIZE_DEFAULT | 2000 | PAGE_SIZE_DEFAULT must not be larger than PAGE_SIZE_LARGEST, but they are "2000" and "1000"
            DATABASE_READ_LIMIT | 499ms | DATABASE_POOL_WAIT must not be longer than DATABASE_READ_LIMIT, but they are "500ms" and "499ms"
            DATABASE_POOL_WAIT | 0s | DATABASE_POOL_WAIT must be at least 1 milliseconds, but is "0s"
            LOG_LEVEL | LOUD | LOG_LEVEL must be one of OFF, ERROR, WARN, INFO, DEBUG, TRACE, ALL, but is "LOUD"
            LOG_LEVEL_LIQUIBASE | 3 | LOG_LEVEL_LIQUIBASE must be one of OFF, ERROR, WARN, INFO, DEBUG, TRACE, ALL, but is "3"
            CACHE_SIZE | 64 | CACHE_SIZE must be a size such as 8KiB or 64MiB, but is "64"
            HTTP_BODY_SIZE | 900GiB | HTTP_BODY_SIZE must be from 1 to 1024 kibibytes, but is "900GiB"
            HTTP_HEADER_SIZE | 900GiB | HTTP_HEADER_SIZE must be from 1KiB to 1MiB, but is "900GiB"
            HTTP_PORT | 65536 | HTTP_PORT must be a port from 1 to 65535, but is "65536"
            CACHE_MAX_AGE | 500ms | CACHE_MAX_AGE must be whole seconds, such as 5s, but is "500ms"
            DASHBOARD_INTERVAL | 2m | DASHBOARD_INTERVAL must be from 100 to 60000 milliseconds, but is "2m"
            """)
    void refusalSaysWhatTheValueMustBe(String variable, String value, String message) {
        assertThat(refusal(variable, value)).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"WARN", "debug", "All", "off", "error", "TRACE"})
    void levelMayBeWrittenInAnyCase(String level) {
        assertThat(refusal("LOG_LEVEL", level)).isNull();
    }

    @ParameterizedTest
    @MethodSource("variables")
    void durationOrSizeNeedsItsUnit(String variable) throws Exception {
        String value = VARIABLE.matcher(Files.readString(FILE))
                .results()
                .filter(found -> found.group(1).equals(variable))
                .map(found -> found.group(2))
                .findFirst()
                .orElseThrow();
        Matcher quantity = QUANTITY.matcher(value);
        if (quantity.matches()) {
            assertThat(refusal(variable, quantity.group("number")))
                    .contains(variable + " must be a ", " such as ", "\"" + quantity.group("number") + "\"");
        }
    }

    @Test
    void everyRefusedValueIsNamed() {
        assertThatThrownBy(() -> read(Map.of("HTTP_PORT", "-1", "DATABASE_POOL_SIZE", "0")))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("HTTP_PORT must be")
                .hasMessageContaining("; ")
                .hasMessageContaining("DATABASE_POOL_SIZE must be");
    }

    @Test
    void valueWithoutVariableIsNamedByItsPlace() {
        assertThatThrownBy(() -> read(Files.readString(FILE).replace("${DATABASE_POOL_SIZE:-2}", "0"), Map.of()))
                .isInstanceOf(OperatorException.class)
                .hasMessageStartingWith("database.poolSize in " + FILE + " must be");
    }

    @Test
    void lineBreakAtTheEndOfAValueIsIgnored() throws Exception {
        DatabaseSettings database = read(Map.of(
                        "DATABASE_URL", "jdbc:postgresql://a/b\n",
                        "DATABASE_USER", "me\r\n",
                        "DATABASE_PASSWORD", " se cret \n"))
                .getDatabase();

        assertThat(database.url()).isEqualTo("jdbc:postgresql://a/b");
        assertThat(database.user()).isEqualTo("me");
        assertThat(database.password()).isEqualTo(" se cret ");
    }

    @Test
    void valueIsTakenAsItIs() throws Exception {
        String value = "it's \"'a': [b] #{c} ${HOME} \u0001 \\n";

        assertThat(read(Map.of("DATABASE_PASSWORD", value)).getDatabase().password())
                .isEqualTo(value);
    }

    /** Returns the variables of config.yml. */
    static Stream<String> variables() throws IOException {
        return VARIABLE.matcher(Files.readString(FILE))
                .results()
                .map(found -> found.group(1))
                .distinct();
    }

    /** Reads config.yml with these variables set. */
    static AtelierConfiguration read(Map<String, String> environment) throws Exception {
        return read(Files.readString(FILE), environment);
    }

    private static AtelierConfiguration read(String text, Map<String, String> environment) throws Exception {
        return new EnvironmentConfigurationFactory<>(
                        AtelierConfiguration.class, VALIDATOR, MAPPER, "test", environment::get)
                .build(path -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), FILE.toString());
    }
}
