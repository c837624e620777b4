package atelier.perf.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NginxSettingsTest {
    private static final Path FOLDER = Path.of("..", "nginx");
    private static final Pattern SETTING = Pattern.compile("(?m)^: \"\\$\\{(\\w+):=(.*)}\"$");

    @Test
    void readmeHasEverySettingWithItsDefault() throws IOException {
        List<MatchResult> settings = SETTING.matcher(Files.readString(FOLDER.resolve("settings.envsh")))
                .results()
                .toList();
        List<String> rows = Files.readAllLines(FOLDER.resolve("README.md"));

        assertThat(settings).hasSizeGreaterThan(20);
        for (MatchResult setting : settings) {
            assertThat(rows)
                    .as(setting.group(1))
                    .anyMatch(row -> row.startsWith("| `")
                            && row.contains("`" + setting.group(1) + "`")
                            && (setting.group(2).isEmpty() || row.contains("`" + setting.group(2) + "`")));
        }
    }
}
