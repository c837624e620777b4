package atelier.operations.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlertsTest {
    private static final Path DIRECTORY = Path.of("../docker/prometheus");

    @Test
    void eachAlertFiresWhenItShouldAndOnlyThen() throws Exception {
        boolean hasPromtool = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "promtool")));
        if (!hasPromtool) {
            System.out.printf("%n*** LEFT OUT, because promtool is not installed: the tests of the alerts ***%n%n");
        }
        assumeThat(hasPromtool).as("promtool is installed").isTrue();

        Process test = new ProcessBuilder("promtool", "test", "rules", "alerts.test.yml")
                .directory(DIRECTORY.toFile())
                .redirectErrorStream(true)
                .start();

        String output = new String(test.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(test.waitFor()).as(output).isZero();
    }

    @Test
    void eachAlertHasACaseInWhichItFiresAndOneInWhichItDoesNot() throws IOException {
        Set<String> alerts = names("- alert: (\\w+)\n", "alerts.yml");

        assertThat(alerts)
                .isNotEmpty()
                .isEqualTo(names("alertname: (\\w+)\n *exp_alerts:", "alerts.test.yml"))
                .isEqualTo(names("alertname: (\\w+)\n(?! *exp_alerts:)", "alerts.test.yml"));
    }

    private static Set<String> names(String pattern, String file) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(DIRECTORY.resolve(file)))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }
}
