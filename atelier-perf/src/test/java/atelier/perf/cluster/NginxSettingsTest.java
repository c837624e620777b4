package atelier.perf.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NginxSettingsTest {
    private static final Path FOLDER = Path.of("..", "nginx");
    private static final Pattern SETTING = Pattern.compile("(?m)^: \"\\$\\{(\\w+):=(.*)}\"$");

    /** Any other name is unusual, because a node handles it on its slow path. */
    @Test
    void everyFileOfTheShopIsCanonical() throws IOException {
        String line = Files.readAllLines(FOLDER.resolve("canonical-url.conf")).stream()
                .filter(text -> text.contains("<shop_target>"))
                .findFirst()
                .orElseThrow();
        Pattern url = Pattern.compile(
                line.substring(line.indexOf("~") + 1, line.lastIndexOf('"')).replace("shop_target", "target"));

        try (Stream<Path> files = Files.list(Path.of("..", "docs", "example"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.equals("index.html")))
                    .isNotEmpty()
                    .allMatch(name -> url.matcher("/shop/" + name).matches());
        }
        assertThat(url.matcher("/shop").matches()).isTrue();
        assertThat(url.matcher("/shop/none.js").lookingAt()).isFalse();
    }

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
