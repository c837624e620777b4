package atelier;

import static java.util.Objects.requireNonNullElse;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.cli.EnvironmentSubstitutor;
import io.dropwizard.configuration.ConfigurationValidationException;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.configuration.UndefinedEnvironmentVariableException;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.jetty.HttpConnectorFactory;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    private static final Path FILE = Path.of("../config.yml");
    private static final Path SETTINGS_PAGE = Path.of("../docs/settings.md");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):-([^}]*)}");
    private static final Pattern ROW = Pattern.compile("\\| `([A-Z_]+)` \\|(?: `(.*?)`)? \\|.*");
    private static final Pattern VALUE = Pattern.compile("^\\s*(?:- )?([^#:]+): (.+)$");

    @Test
    void shippedFileIsValidAndHasTheDocumentedDefaults() throws Exception {
        AtelierConfiguration configuration = read("", "");

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
        assertThatThrownBy(() -> new SubstitutingSourceProvider(
                                path -> new ByteArrayInputStream(
                                        "a: ${ATELIER_NOT_SET}".getBytes(StandardCharsets.UTF_8)),
                                new EnvironmentSubstitutor())
                        .open("any"))
                .isInstanceOf(UndefinedEnvironmentVariableException.class)
                .hasMessageContaining("ATELIER_NOT_SET");
    }

    @Test
    void valueOutOfBoundsStopsTheStart() {
        assertThatThrownBy(() -> read("${DATABASE_POOL_SIZE:-2}", "0"))
                .isInstanceOf(ConfigurationValidationException.class)
                .hasMessageContaining("database.poolSize");
    }

    private static AtelierConfiguration read(String setting, String value) throws Exception {
        String text = Files.readString(FILE).replace(setting, value);
        return new YamlConfigurationFactory<>(
                        AtelierConfiguration.class, Validators.newValidator(), Jackson.newObjectMapper(), "test")
                .build(
                        new SubstitutingSourceProvider(
                                path -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                                new EnvironmentSubstitutor()),
                        FILE.toString());
    }
}
