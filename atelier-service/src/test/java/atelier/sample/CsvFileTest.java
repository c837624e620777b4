package atelier.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CsvFileTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void fieldOfAnyLengthThatFitsIsWrittenCompletely() throws Exception {
        StringBuilder expected = new StringBuilder();
        try (CsvFile file = new CsvFile(written, "\n", false)) {
            for (int length = 1; length < 130_000; length += 9_999) {
                String text = "x".repeat(length);
                file.row().number(length).field(Text.bare(text));
                file.quote().piece(Text.piece(text)).piece(Text.piece(text)).unquote();
                expected.append(expected.isEmpty() ? "" : "\n")
                        .append(length + "," + text + ",\"" + text + text + "\"");
            }
        }

        assertThat(written.toString(StandardCharsets.UTF_8).equals(expected.toString()))
                .isTrue();
    }

    @Test
    void fieldLongerThanTheBufferIsRejected() throws Exception {
        try (CsvFile file = new CsvFile(written, "\n", false)) {
            Text tooLong = Text.bare("x".repeat(1 << 17));

            assertThatThrownBy(() -> file.row().field(tooLong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A field has 131072 bytes, more than the buffer can hold");
        }
    }
}
