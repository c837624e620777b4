package atelier.operations.frontdoor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedFileTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("access.json");
    }

    @Test
    void linesOfAnEarlierProcessAreLeftOut() throws IOException {
        append("old\n");
        FollowedFile followed = new FollowedFile(file, FollowedFile.UNLIMITED);
        append("one\ntwo\n");

        assertThat(read(followed)).containsExactly("one", "two");
        assertThat(read(followed)).isEmpty();
    }

    @Test
    void aFileThatAppearsLaterIsReadFromItsBeginning() throws IOException {
        FollowedFile followed = new FollowedFile(file, FollowedFile.UNLIMITED);
        assertThat(read(followed)).isEmpty();

        append("one\n");

        assertThat(read(followed)).containsExactly("one");
    }

    @Test
    void aLineIsHandedOverWhenItIsComplete() throws IOException {
        FollowedFile followed = new FollowedFile(file, FollowedFile.UNLIMITED);
        append("on");
        assertThat(read(followed)).isEmpty();

        append("e\ntw");
        assertThat(read(followed)).containsExactly("one");
        append("o".repeat(200_000) + "\n");
        assertThat(read(followed)).containsExactly("tw" + "o".repeat(200_000));
    }

    @Test
    void aRenamedFileIsReadToItsEnd() throws IOException {
        FollowedFile followed = new FollowedFile(file, FollowedFile.UNLIMITED);
        append("one\n");
        assertThat(read(followed)).containsExactly("one");
        Path old = Files.move(file, directory.resolve("access.json.1"));
        // nginx writes there until it has opened the new file.
        Files.writeString(old, "two\n", APPEND);
        assertThat(read(followed)).containsExactly("two");

        append("four\n");
        Files.writeString(old, "three\n", APPEND);
        List<String> lines = read(followed);
        Files.writeString(old, "late\n", APPEND);
        lines.addAll(read(followed));

        assertThat(lines).containsExactly("three", "late", "four");
    }

    @Test
    void aTruncatedFileIsReadFromItsBeginning() throws IOException {
        FollowedFile followed = new FollowedFile(file, FollowedFile.UNLIMITED);
        append("a long line\nunfinished");
        assertThat(read(followed)).containsExactly("a long line");

        Files.newOutputStream(file, StandardOpenOption.TRUNCATE_EXISTING).close();
        append("one\n");

        assertThat(read(followed)).containsExactly("one");
    }

    @Test
    void theFileIsTruncatedOnlyWhenAllOfItWasRead() throws IOException {
        FollowedFile followed = new FollowedFile(file, 100);
        try (OutputStream nginx = Files.newOutputStream(file, CREATE, APPEND)) {
            nginx.write(("x".repeat(98) + "\n").getBytes(UTF_8));
            assertThat(read(followed)).hasSize(1);
            assertThat(file).hasSize(99);

            nginx.write("y".getBytes(UTF_8));
            assertThat(read(followed)).isEmpty();
            assertThat(file).hasSize(100);

            nginx.write("y\n".getBytes(UTF_8));
            assertThat(read(followed)).containsExactly("yy");
            assertThat(file).hasSize(0);

            nginx.write("z\n".getBytes(UTF_8));
            assertThat(read(followed)).containsExactly("z");
        }
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, CREATE, APPEND);
    }

    private static List<String> read(FollowedFile followed) throws IOException {
        List<String> lines = new ArrayList<>();
        followed.read(lines::add);
        return lines;
    }
}
