package atelier.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestTest {
    @Test
    void writeHasItsMethodAndTheLengthOfItsBodyInBytes() {
        assertThat(text(Request.write("POST", "/reviews", "{\"a\":\"é\"}", 201, 7)))
                .isEqualTo("POST /reviews HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 10\r\n\r\n{\"a\":\"é\"}");
    }

    @Test
    void writeWithoutABodyHasNoLength() {
        assertThat(text(Request.write("PUT", "/reviews/5/helpful", "", 204, 0)))
                .isEqualTo("PUT /reviews/5/helpful HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    }

    private static String text(Request request) {
        return new String(request.bytes(), StandardCharsets.UTF_8);
    }
}
