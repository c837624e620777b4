package atelier.perf.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    @Test
    void listsEverySettingWithItsDefaultAndMeaning() throws IOException {
        Stream<String> rows = Arrays.stream(Setting.values())
                .map(setting -> "| `-D%s` | %s | %s |".formatted(setting.word(), setting.usual(), setting.meaning()));

        assertThat(table("| setting | default | meaning |"))
                .containsExactlyElementsOf(
                        Stream.concat(Stream.of("|---|---|---|"), rows).toList());
    }

    @Test
    void listsEveryProfileWithItsDefaults() throws IOException {
        Stream<String> rows = Arrays.stream(Profile.values())
                .map(profile -> String.format(
                        Locale.ROOT,
                        "| `%s` | %s | %s | %ds | %ds |",
                        profile.word(),
                        profile.meaning(),
                        profile.rate() == 0 ? "as logged" : String.format(Locale.ROOT, "%.0f", profile.rate()),
                        profile.duration().toSeconds(),
                        profile.warmup().toSeconds()));

        assertThat(table("| profile | meaning | rate | duration | warmup |"))
                .containsExactlyElementsOf(
                        Stream.concat(Stream.of("|---|---|--:|--:|--:|"), rows).toList());
    }

    /** Returns the lines below a table's header. */
    private static List<String> table(String header) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("README.md"));
        int start = lines.indexOf(header);
        assertThat(start).as(header).isNotNegative();
        return lines.subList(start + 1, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }
}
