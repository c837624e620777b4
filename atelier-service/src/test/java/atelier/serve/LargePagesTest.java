package atelier.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LargePagesTest {
    private final TestReads test = new TestReads();
    private final LargePages pages = test.startLarge();
    private final ResponseFormat format = ResponseFormat.fresh(new ObjectMapper());

    @AfterEach
    void stop() {
        test.close();
    }

    private CompletableFuture<ReadResponse> find(String body) {
        return pages.find(
                () -> {
                    if (body.isEmpty()) {
                        throw new IllegalStateException("The query failed");
                    }
                    return body.getBytes(StandardCharsets.UTF_8);
                },
                bytes -> format.json(bytes.length, null, () -> bytes));
    }

    /** A client that does not read keeps a page in memory. */
    @Test
    void onlySoManyPagesAreInMemory() {
        List<ReadResponse> unsent =
                Stream.generate(() -> find("[]").join()).limit(16).toList();

        assertThat(find("[]")).isCompletedExceptionally();
        unsent.get(3).toResponse(noHeaders());
        assertThat(find("[1]").join().body()).asString().isEqualTo("[1]");
        assertThat(find("[]")).isCompletedExceptionally();
    }

    @Test
    void aPageThatFailsTakesNoPlace() {
        for (int i = 0; i < 40; i++) {
            assertThat(find("")).failsWithin(Duration.ofMinutes(1));
        }

        assertThat(find("[]").join().body()).asString().isEqualTo("[]");
    }

    /** Returns the headers of a request that has none. */
    private static HttpHeaders noHeaders() {
        return (HttpHeaders) Proxy.newProxyInstance(
                HttpHeaders.class.getClassLoader(),
                new Class<?>[] {HttpHeaders.class},
                (proxy, method, values) -> null);
    }
}
