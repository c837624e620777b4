package atelier.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResponseHeadTest {
    @Test
    void statusAndLengthsAreRead() {
        String head = "HTTP/1.1 200 OK\r\nETag: \"a\"\r\nCONTENT-Length:  17 \r\nVary: x\r\n\r\n";

        assertThat(parse(head + "body")).isEqualTo(new ResponseHead(head.length(), 200, 17));
    }

    @Test
    void incompleteHeadIsNull() {
        assertThat(parse("HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r")).isNull();
        assertThat(parse("")).isNull();
    }

    @Test
    void notModifiedHasNoBodyWhateverItsLengthSays() {
        assertThat(parse("HTTP/1.1 304 Not Modified\r\nContent-Length: 17\r\n\r\n"))
                .satisfies(head -> assertThat(head.body()).isZero());
    }

    @Test
    void responsesWithoutALengthAreRefused() {
        assertThatThrownBy(() -> parse("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"))
                .hasMessage("200 without the length of its body");
        assertThatThrownBy(() -> parse("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"))
                .hasMessage("not a number: many");
        assertThatThrownBy(() -> parse("SSH-2.0-OpenSSH\r\n\r\n")).hasMessageStartingWith("not HTTP: SSH");
    }

    private static @Nullable ResponseHead parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return ResponseHead.parse(bytes, bytes.length);
    }
}
