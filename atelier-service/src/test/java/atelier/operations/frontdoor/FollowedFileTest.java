package atelier.operations.frontdoor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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
    void spaceOfReadLinesIsFreedWhileTheFileGrows() throws Exception {
        FollowedFile followed = new FollowedFile(file, 1 << 16);
        long freeSpace = 0;
        try (OutputStream nginx = Files.newOutputStream(file, CREATE, APPEND)) {
            for (int round = 0; round < 40; round++) {
                nginx.write(("x".repeat(9_999) + "\nunfin").getBytes(UTF_8));
                assertThat(read(followed)).hasSize(1);
                nginx.write("ished\n".getBytes(UTF_8));
                assertThat(read(followed)).containsExactly("unfinished");
                freeSpace = Math.max(freeSpace, Files.size(file) - occupied(file));
            }
        }

        assertThat(Files.size(file)).isGreaterThan(400_000);
        assertThat(freeSpace).isGreaterThan(300_000);
    }

    /** A truncation after the last read would lose some of them. */
    @Test
    void noLineIsLostWhileNginxWritesAllTheTime() throws Exception {
        FollowedFile followed = new FollowedFile(file, 4_096);
        List<String> written =
                IntStream.range(0, 50_000).mapToObj(Integer::toString).toList();
        Thread nginx = new Thread(() -> {
            try (OutputStream log = Files.newOutputStream(file, CREATE, APPEND)) {
                for (String line : written) {
                    log.write((line + "\n").getBytes(UTF_8));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        nginx.start();

        List<String> lines = new ArrayList<>();
        boolean ended = false;
        while (!ended) {
            ended = !nginx.isAlive();
            lines.addAll(read(followed));
        }

        assertThat(lines).isEqualTo(written);
    }

    /** Returns the bytes of the disk that a file occupies. */
    private static long occupied(Path file) throws Exception {
        Process stat = new ProcessBuilder("stat", "--format=%b", file.toString()).start();
        return 512 * Long.parseLong(new String(stat.getInputStream().readAllBytes(), UTF_8).strip());
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
