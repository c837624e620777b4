package atelier.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.cli.OperatorException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDirectoryTest {
    @ParameterizedTest
    @ValueSource(strings = {"$(id)", "a`id`", "a\"b", "a\\b", "a\nb", "$HOME"})
    void pathThatAShellWouldChangeIsRefused(String name) {
        assertThatThrownBy(() -> new DataDirectory(Path.of("/tmp", name)))
                .isInstanceOf(OperatorException.class)
                .hasMessageStartingWith("ATELIER_DATA leads to /tmp/")
                .hasMessageContaining("shell")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void otherCharactersAreAllowed() {
        Path path = Path.of("/tmp/it's (my) data; & more! *ü");

        assertThat(new DataDirectory(path).path()).isEqualTo(path);
    }
}
