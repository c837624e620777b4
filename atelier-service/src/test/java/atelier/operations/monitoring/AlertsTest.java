package atelier.operations.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import atelier.testing.FullTier;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files in docker/prometheus, docker/alertmanager and docker/grafana. */
class AlertsTest {
    private static final Path DOCKER = Path.of("../docker");
    private static final Path DIRECTORY = DOCKER.resolve("prometheus");
    private static final List<String> RULES = List.of("alerts.yml", "objectives.yml");
    private static final List<String> TESTS =
            List.of("alerts.test.yml", "objectives.test.yml", "objectives-days.test.yml");
    private static final Set<String> SEVERITIES = Set.of("page", "ticket", "none");
    /** It never ends. */
    private static final String ALWAYS = "Watchdog";

    @TempDir
    private Path directory;

    @FullTier("promtool evaluates all rules over hours and days")
    @ParameterizedTest
    @ValueSource(strings = {"alerts.test.yml", "objectives.test.yml", "objectives-days.test.yml"})
    void eachAlertFiresWhenItShouldAndOnlyThen(String tests) throws Exception {
        run(DIRECTORY, "promtool", "test", "rules", tests);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alerts.yml", "objectives.yml"})
    void prometheusAcceptsTheRules(String rules) throws Exception {
        run(DIRECTORY, "promtool", "check", "rules", rules);
    }

    @Test
    void prometheusAcceptsItsConfiguration() throws Exception {
        // Its start writes the file of the expected nodes.
        run(DIRECTORY, "promtool", "check", "config", "--syntax-only", "prometheus.yml");
    }

    @Test
    void everyQueryOfTheDashboardIsValid() throws Exception {
        List<String> rules = new ArrayList<>();
        for (String query : queries()) {
            String expression = query.replace("$__rate_interval", "1m");
            rules.add("{record: query, expr: " + new ObjectMapper().writeValueAsString(expression) + "}");
        }
        Path file = Files.writeString(
                directory.resolve("queries.yml"),
                "groups: [{name: queries, rules: [\n" + String.join(",\n", new TreeSet<>(rules)) + "]}]\n");

        run(directory, "promtool", "check", "rules", "--lint=none", file.toString());
    }

    @Test
    void alertmanagerAcceptsItsConfigurationWithAndWithoutReceivers() throws Exception {
        for (Map<String, String> receivers : List.of(
                Map.<String, String>of(),
                Map.of(
                        "ALERT_WEBHOOK",
                        "https://example.com/a?b=c&d=%20#e",
                        "WATCHDOG_WEBHOOK",
                        "http://127.0.0.1:1/"))) {
            Path configuration = directory.resolve("alertmanager.yml");
            // In place of Alertmanager, which it would start.
            Path fake = Files.writeString(directory.resolve("alertmanager"), "#!/bin/sh\necho started \"$@\"\n");
            assertThat(fake.toFile().setExecutable(true)).isTrue();
            ProcessBuilder start = new ProcessBuilder(
                    "sh", DOCKER.resolve("alertmanager/start").toString(), "--option");
            start.environment().put("CONFIGURATION", configuration.toString());
            start.environment().put("PATH", directory + ":" + System.getenv("PATH"));
            start.environment().putAll(receivers);

            assertThat(output(start))
                    .contains("started --config.file=" + configuration + " --option")
                    .contains(receivers.isEmpty() ? "nobody gets an alert" : "");
            JsonNode written = new YAMLMapper().readTree(configuration.toFile());
            assertThat(written.findValuesAsText("url")).containsExactlyInAnyOrderElementsOf(receivers.values());
            if (exists("amtool")) {
                run(directory, "amtool", "check-config", configuration.toString());
            }
        }
    }

    @Test
    void eachAlertHasACaseInWhichItFiresAndOneInWhichItDoesNot() throws IOException {
        Set<String> alerts = new TreeSet<>();
        for (String file : RULES) {
            alerts.addAll(names("- alert: (\\w+)\n", file));
        }
        Set<String> fire = new TreeSet<>();
        Set<String> stayQuiet = new TreeSet<>(Set.of(ALWAYS));
        for (String file : TESTS) {
            fire.addAll(names("alertname: (\\w+)\n *exp_alerts:", file));
            stayQuiet.addAll(names("alertname: (\\w+)\n(?! *exp_alerts:)", file));
        }

        assertThat(alerts).isNotEmpty().isEqualTo(fire).isEqualTo(stayQuiet);
    }

    @Test
    void eachAlertHasASeverityAndAPageInTheRunbook() throws IOException {
        String runbook = Files.readString(Path.of("../docs/runbook.md"));
        Set<String> headings = new TreeSet<>();
        for (JsonNode rule : rules()) {
            if (rule.has("record")) {
                continue;
            }
            String name = rule.path("alert").asText();
            assertThat(SEVERITIES).contains(rule.at("/labels/severity").asText());
            assertThat(rule.at("/annotations/summary").asText()).as(name).isNotEmpty();
            assertThat(rule.at("/annotations/runbook").asText())
                    .isEqualTo("docs/runbook.md#" + name.toLowerCase(Locale.ROOT));
            headings.add(name);
        }

        Set<String> described = new TreeSet<>();
        Pattern.compile("(?m)^### (\\w+)$").matcher(runbook).results().forEach(match -> described.add(match.group(1)));
        assertThat(described).isEqualTo(headings);
    }

    @Test
    void theDashboardHasVariablesAndNoPanelOverAnother() throws IOException {
        JsonNode dashboard = dashboard();
        Set<String> used = new TreeSet<>();
        for (String query : queries()) {
            Pattern.compile("\\$(?!__)(\\w+)").matcher(query).results().forEach(match -> used.add(match.group(1)));
        }

        assertThat(used)
                .containsExactlyElementsOf(
                        new TreeSet<>(dashboard.at("/templating/list").findValuesAsText("name")));
        Set<String> cells = new TreeSet<>();
        for (JsonNode panel : dashboard.get("panels")) {
            JsonNode place = panel.get("gridPos");
            assertThat(place.get("x").asInt() + place.get("w").asInt()).isLessThanOrEqualTo(24);
            for (int x = 0; x < place.get("w").asInt(); x++) {
                for (int y = 0; y < place.get("h").asInt(); y++) {
                    assertThat(cells.add((place.get("x").asInt() + x) + ","
                                    + (place.get("y").asInt() + y)))
                            .as(panel.get("title").asText())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void theDashboardShowsDurationsAsHeatmapsAndMarksImportsStartsAndPages() throws IOException {
        JsonNode dashboard = dashboard();

        assertThat(dashboard.at("/annotations/list").findValuesAsText("name"))
                .containsExactly("Import", "Start", "Alert");
        List<String> heatmaps = new ArrayList<>();
        dashboard.get("panels").forEach(panel -> {
            if (panel.get("type").asText().equals("heatmap")) {
                heatmaps.add(panel.get("title").asText());
            }
        });
        assertThat(heatmaps).as("of nginx and of the nodes").containsExactly("Durations", "Durations");
        assertThat(queries()).anyMatch(query -> query.contains("jvm_gc_"));
    }

    /** Returns all expressions of the rules and of the dashboard. */
    static List<String> expressions() throws IOException {
        List<String> expressions = new ArrayList<>(queries());
        rules().forEach(rule -> expressions.add(rule.path("expr").asText()));
        return expressions;
    }

    private static List<JsonNode> rules() throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        for (String file : RULES) {
            new YAMLMapper()
                    .readTree(DIRECTORY.resolve(file).toFile())
                    .get("groups")
                    .forEach(group -> group.get("rules").forEach(rules::add));
        }
        assertThat(rules).isNotEmpty();
        return rules;
    }

    private static List<String> queries() throws IOException {
        return dashboard().findValuesAsText("expr");
    }

    private static JsonNode dashboard() throws IOException {
        return new ObjectMapper()
                .readTree(DOCKER.resolve("grafana/dashboards/atelier.json").toFile());
    }

    private static Set<String> names(String pattern, String file) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(DIRECTORY.resolve(file)))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Runs a program that must end with 0. Skips the test if it is not installed. */
    private static void run(Path directory, String... command) throws Exception {
        boolean exists = exists(command[0]);
        if (!exists) {
            System.out.printf("%n*** LEFT OUT, because %s is not installed: tests of the alerts ***%n%n", command[0]);
        }
        assumeThat(exists).as(command[0] + " is installed").isTrue();
        output(new ProcessBuilder(command).directory(directory.toFile()));
    }

    private static String output(ProcessBuilder command) throws Exception {
        Process process = command.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static boolean exists(String program) {
        return Pattern.compile(System.getProperty("path.separator"))
                .splitAsStream(System.getenv("PATH"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
