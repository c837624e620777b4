package atelier.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.cli.OperatorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    private static final String ONE = "0123456789abcdef0123456789abcdef";
    private static final String TWO = "fedcba9876543210fedcba9876543210";

    @Test
    void eachTokenBelongsToItsName() {
        Tokens tokens = new Tokens(new WriteSettings("alice:" + ONE + ", bob:" + TWO, null));

        assertThat(tokens.owner(ONE)).contains("alice");
        assertThat(tokens.owner(TWO)).contains("bob");
        assertThat(tokens.owner(ONE.toUpperCase(Locale.ROOT))).isEmpty();
        assertThat(tokens.owner(ONE.substring(1))).isEmpty();
        assertThat(tokens.owner("")).isEmpty();
    }

    @Test
    void fileHasOneTokenPerLine(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("tokens"), "alice:" + ONE + "\n\nalice:" + TWO + "\n");

        Tokens tokens = new Tokens(new WriteSettings("", file.toString()));

        assertThat(tokens.owner(ONE)).contains("alice");
        assertThat(tokens.owner(TWO)).contains("alice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                ":0123456789abcdef0123456789abcdef",
                "alice:0123456789abcdef0123456789abcde",
                "alice:0123456789abcdef 123456789abcdef",
                "al ice:0123456789abcdef0123456789abcdef",
                "alice:0123456789abcdef0123456789abcdef,",
                "alice:0123456789abcdef0123456789abcdef,,bob:fedcba9876543210fedcba9876543210",
                "alice:0123456789abcdef0123456789abcdef,bob:0123456789abcdef0123456789abcdef"
            })
    void invalidTokenStopsTheStartAndIsNotShown(String setting) {
        assertThatThrownBy(() -> new Tokens(new WriteSettings(setting, null)))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("WRITE_TOKENS: number ")
                .hasMessageNotContaining("0123456789")
                .hasMessageNotContaining("fedcba");
    }

    @Test
    void missingOrEmptyFileStopsTheStart(@TempDir Path folder) throws Exception {
        Path empty = Files.createFile(folder.resolve("empty"));

        assertThatThrownBy(() ->
                        new Tokens(new WriteSettings("", folder.resolve("none").toString())))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("WRITE_TOKENS_FILE names a file that cannot be read");
        assertThatThrownBy(() -> new Tokens(new WriteSettings("", empty.toString())))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("WRITE_TOKENS_FILE is empty");
    }

    @Test
    void printedSettingsDoNotContainTokens() {
        assertThat(new WriteSettings("alice:" + ONE, "/secret/file").toString())
                .doesNotContain("alice")
                .doesNotContain(ONE)
                .doesNotContain("/secret");
        assertThat(new WriteSettings(" ", "").areAllowed()).isFalse();
    }
}
