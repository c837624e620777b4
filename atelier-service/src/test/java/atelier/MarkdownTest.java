package atelier;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MarkdownTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path DECISIONS = ROOT.resolve("docs/decisions");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE_BLOCK = Pattern.compile("^( *)```.*?^\\1```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern HEADING = Pattern.compile("^#{1,6} (.+)$", Pattern.MULTILINE);
    /** What is not part of the repository, and directories that hold no pages but many files. */
    private static final Set<String> SKIPPED = Set.of("target", "data", "imports", "src", "node_modules");

    @Test
    void everyRelativeLinkLeadsToAnExistingFileAndHeading() throws Exception {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            for (String link : links(page)) {
                if (!resolves(page, link)) {
                    broken.add(ROOT.relativize(page) + ": " + link);
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void everyDecisionIsInTheIndexOnce() throws Exception {
        List<String> indexed = links(DECISIONS.resolve("README.md")).stream()
                .filter(link -> !link.contains("/") && link.endsWith(".md"))
                .toList();

        try (Stream<Path> files = Files.list(DECISIONS)) {
            List<String> decisions = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md") && !name.equals("README.md"))
                    .toList();
            assertThat(indexed).containsExactlyInAnyOrderElementsOf(decisions);
        }
    }

    @Test
    void everyDecisionHasStatusDateContextAndChoice() throws Exception {
        try (Stream<Path> files = Files.list(DECISIONS)) {
            assertThat(files.filter(file -> file.toString().endsWith(".md") && !file.endsWith("README.md")))
                    .allSatisfy(file -> assertThat(file)
                            .content()
                            .containsPattern("(?m)\\A# .+\n\nStatus: (accepted|superseded by \\[.+\\]\\(.+\\))\\. "
                                    + "Date: \\d{4}-\\d\\d-\\d\\d\\.$")
                            .contains("\n## Context\n", "\n## Choice\n"));
        }
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                boolean skipped = !directory.equals(ROOT) && (name.startsWith(".") || SKIPPED.contains(name));
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".md")) {
                    pages.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        assertThat(pages).contains(ROOT.resolve("README.md"), DECISIONS.resolve("README.md"));
        return pages;
    }

    /** Returns the targets of the page's links that lead into the repository. */
    private static List<String> links(Path page) throws IOException {
        return LINK.matcher(withoutCodeBlocks(page))
                .results()
                .map(found -> found.group(1))
                .filter(link -> !link.matches("[a-z]+:.*"))
                .toList();
    }

    private static boolean resolves(Path page, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        if (parts.length == 1) {
            return Files.exists(target);
        }
        return Files.isRegularFile(target) && anchors(target).contains(parts[1]);
    }

    /** Returns the anchors that GitHub gives to the page's headings. */
    private static Set<String> anchors(Path page) throws IOException {
        return HEADING.matcher(withoutCodeBlocks(page))
                .results()
                .map(found -> found.group(1)
                        .replaceAll("\\[([^]]*)\\]\\([^)]*\\)", "$1")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(toSet());
    }

    private static String withoutCodeBlocks(Path page) throws IOException {
        return CODE_BLOCK.matcher(Files.readString(page)).replaceAll("");
    }
}
