package atelier.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrowingBytesTest {
    private static String json(String text, boolean hasDoubledQuotes) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        TextRange range = new TextRange().set(utf8, 0, utf8.length, hasDoubledQuotes);
        // Smaller than any of the texts, so that it has to grow.
        return new String(new GrowingBytes(1).text(range).toArray(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "``; \"\"",
                "plain; \"plain\"",
                "\"in quotes\"; \"\\\"in quotes\\\"\"",
                "C:\\fakepath\\; \"C:\\\\fakepath\\\\\"",
                "größer 尺寸 👗; \"größer 尺寸 👗\"",
                "`one\ntwo\t\r\b\f`; \"one\\ntwo\\t\\r\\b\\f\"",
                "`\u0001\u001f`; \"\\u0001\\u001f\"",
            })
    void aTextIsWrittenAsJson(String text, String json) {
        assertThat(json(text, false)).isEqualTo(json);
    }

    @Test
    void aDoubledQuoteIsOne() {
        assertThat(json("5\"\" wide, \"\"new\"\"", true)).isEqualTo("\"5\\\" wide, \\\"new\\\"\"");
    }

    @Test
    void manyCharactersThatGrowAreAllWritten() {
        assertThat(json("\u0001".repeat(10_000), false)).isEqualTo('"' + "\\u0001".repeat(10_000) + '"');
    }

    @Test
    void asciiIsAddedBehindWhatIsThere() {
        assertThat(new GrowingBytes(3).add("ab").add("cdef").add("").toArray())
                .isEqualTo("abcdef".getBytes(StandardCharsets.US_ASCII));
    }
}
