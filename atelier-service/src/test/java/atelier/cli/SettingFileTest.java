package atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingFileTest {
    @TempDir
    private Path folder;

    @Test
    void linesAreReturned() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "geheim\u00fc\nmore\n");

        assertThat(SettingFile.lines("DATABASE_PASSWORD_FILE", file.toString()))
                .containsExactly("geheim\u00fc", "more");
    }

    @Test
    void whateverIsNoTextIsNamed() throws Exception {
        assertRefused(folder, "DATABASE_PASSWORD_FILE names a directory, not a file: " + folder);

        Path latin = Files.write(folder.resolve("latin"), "geheim\u00fc".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(
                latin, "DATABASE_PASSWORD_FILE names a file that cannot be read: " + latin + " (it is not UTF-8 text)");

        Path none = folder.resolve("none");
        assertRefused(
                none, "DATABASE_PASSWORD_FILE names a file that cannot be read: " + none + " (it does not exist)");

        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        assertRefused(empty, "DATABASE_PASSWORD_FILE is empty: " + empty);
    }

    private static void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> SettingFile.lines("DATABASE_PASSWORD_FILE", file.toString()))
                .isInstanceOf(OperatorException.class)
                .hasMessage(message);
    }
}
