package atelier.serve;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.Program;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.util.Duration;
import jakarta.ws.rs.core.HttpHeaders;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LargePagesTest {
    private static final int LARGEST = 1 << 21;
    private static final java.time.Duration PATIENCE = java.time.Duration.ofMinutes(1);

    private final TestReads test = new TestReads();
    private final LargePages pages = test.startLarge();

    @AfterEach
    void stop() {
        test.close();
    }

    private static CompletableFuture<ReadResponse> find(LargePages pages, Supplier<byte[]> page) {
        ResponseFormat format = ResponseFormat.fresh(new ObjectMapper());
        return pages.find(page, System.nanoTime(), bytes -> format.json(bytes.length, null, () -> bytes));
    }

    private CompletableFuture<ReadResponse> find(int bytes) {
        return find(pages, () -> new byte[bytes]);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client that does not read keeps a page in memory. */
    @Test
    void onlySoMuchIsInMemory() {
        List<ReadResponse> unsent =
                Stream.generate(() -> find(LARGEST).join()).limit(16).toList();

        assertThat(find(2)).failsWithin(PATIENCE);
        unsent.get(3).toResponse(noHeaders());
        assertThat(find(2).join().body()).hasSize(2);
        // Two bytes are in memory, and the next page might need all that is left.
        assertThat(find(2)).failsWithin(PATIENCE);
    }

    @Test
    void pagesThatAreSmallerTakeLess() {
        assertThat(Stream.generate(() -> find(100_000).join()).limit(200)).hasSize(200);
    }

    @Test
    void manyMayWait() {
        CountDownLatch others = new CountDownLatch(1);
        CompletableFuture<ReadResponse> first = find(pages, () -> {
            awaitUninterrupted(others);
            return new byte[2];
        });
        List<CompletableFuture<ReadResponse>> waiting =
                Stream.generate(() -> find(2)).limit(500).toList();
        others.countDown();

        assertThat(first).succeedsWithin(PATIENCE);
        assertThat(waiting).allSatisfy(page -> assertThat(page).succeedsWithin(PATIENCE));
    }

    @Test
    void aPageThatFailsTakesNoRoom() {
        for (int i = 0; i < 40; i++) {
            CompletableFuture<ReadResponse> failing = find(pages, () -> {
                throw new IllegalStateException("The query failed");
            });
            assertThat(failing).failsWithin(PATIENCE);
        }

        assertThat(find(2).join().body()).hasSize(2);
    }

    @Test
    void aPageThatComesTooLateTakesNoRoom() {
        try (TestReads hasty = new TestReads().limits(Duration.milliseconds(20), Duration.milliseconds(20))) {
            LargePages late = hasty.startLarge();
            for (int i = 0; i < 20; i++) {
                CountDownLatch refused = new CountDownLatch(1);
                CountDownLatch begun = new CountDownLatch(1);
                Supplier<byte[]> page = () -> {
                    begun.countDown();
                    awaitUninterrupted(refused);
                    return new byte[LARGEST];
                };
                // One that waits for longer than 20 ms on a busy machine does not begin.
                while (begun.getCount() > 0) {
                    assertThat(find(late, page)).failsWithin(PATIENCE);
                }
                refused.countDown();
            }

            Program.await(
                    "a page",
                    () -> !find(late, () -> new byte[2])
                            .handle((read, failure) -> failure)
                            .thenApply(failure -> failure != null)
                            .join());
        }
    }

    /** Returns the headers of a request that has none. */
    private static HttpHeaders noHeaders() {
        return (HttpHeaders) Proxy.newProxyInstance(
                HttpHeaders.class.getClassLoader(),
                new Class<?>[] {HttpHeaders.class},
                (proxy, method, values) -> null);
    }
}
