package atelier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The lists of files in CONTRIBUTING.md by which a newcomer follows a request and an import. */
class ContributingTest {
    private static final Path MAIN = Path.of("src", "main", "java", "atelier");
    private static final Pattern FILE = Pattern.compile("`([a-z]+(?:/[a-z]+)*/[A-Z]\\w+)`");
    private static final Pattern STEP = Pattern.compile("(?m)^\\| (\\d+) \\| `");
    private static final Pattern CLASS = Pattern.compile("\\b[A-Z]\\w+\\b");

    private final String page;

    ContributingTest() throws IOException {
        page = Files.readString(Path.of("..", "CONTRIBUTING.md"));
    }

    @Test
    void everyNamedFileExists() {
        List<String> files =
                FILE.matcher(page).results().map(found -> found.group(1)).toList();

        assertThat(files)
                .hasSizeGreaterThan(80)
                .allSatisfy(file -> assertThat(MAIN.resolve(file + ".java")).exists());
    }

    @Test
    void aCachedReadCrosses9FilesAColdOne13AndAnImport28() {
        String request = section("Where a request goes");
        String read = request.substring(0, request.indexOf("`POST /reviews`"));

        assertThat(steps(read)).isEqualTo(IntStream.rangeClosed(1, 13).boxed().toList());
        assertThat(read).contains("crosses 9 files").contains("\n| 9 | `serve/ReadResponse` ");
        String load = section("Where an import goes");
        assertThat(steps(load)).isEqualTo(IntStream.rangeClosed(1, 28).boxed().toList());
        assertThat(load).contains("crosses 28 files");
    }

    @Test
    void theListOfAnImportNamesEveryFileOfTheImport() throws IOException {
        List<String> named = CLASS.matcher(section("Where an import goes"))
                .results()
                .map(MatchResult::group)
                .toList();

        for (String folder : List.of("load", "product/load", "review/load", "question/load")) {
            try (Stream<Path> files = Files.list(MAIN.resolve(folder))) {
                assertThat(files.map(file -> file.getFileName().toString().replace(".java", ""))
                                .filter(name -> !name.equals("package-info")))
                        .as(folder)
                        .isNotEmpty()
                        .isSubsetOf(named);
            }
        }
    }

    private static List<Integer> steps(String text) {
        return STEP.matcher(text)
                .results()
                .map(step -> Integer.valueOf(step.group(1)))
                .toList();
    }

    private String section(String heading) {
        int start = page.indexOf("\n## " + heading + "\n");
        assertThat(start).as(heading).isPositive();
        return page.substring(start, page.indexOf("\n## ", start + 1));
    }
}
