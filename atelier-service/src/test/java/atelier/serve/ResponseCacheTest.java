package atelier.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.metrics.Metrics;
import atelier.testing.Program;
import com.codahale.metrics.MetricRegistry;
import io.dropwizard.util.DataSize;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ResponseCacheTest {
    private final Metrics metrics = new Metrics(new MetricRegistry());

    private ResponseCache<String, String> cache(DataSize size) {
        return new ResponseCache<>(size, (key, value) -> value.length(), new CacheMetrics(metrics));
    }

    private static CompletableFuture<String> done(String value) {
        return CompletableFuture.completedFuture(value);
    }

    @Test
    void requestsForOneThingThatComeTogetherReadItOnce() throws Exception {
        ResponseCache<String, String> cache = cache(DataSize.mebibytes(1));
        AtomicInteger reads = new AtomicInteger();
        CompletableFuture<String> read = new CompletableFuture<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(threads.submit(() -> cache.find("1", key -> {
                        reads.incrementAndGet();
                        return read;
                    })
                    .join()));
        }

        Program.await(
                "all of them to have asked", () -> metrics.sum("response_cache_requests", "result", "misses") == 8);
        read.complete("one");

        for (Future<String> answer : answers) {
            assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("one");
        }
        assertThat(reads).hasValue(1);
        threads.shutdown();
    }

    @Test
    void whatCannotEvenBeginFailsAndIsTriedAgain() {
        ResponseCache<String, String> cache = cache(DataSize.mebibytes(1));

        CompletableFuture<String> failed = cache.find("1", key -> {
            throw new IllegalStateException("broken");
        });

        assertThatThrownBy(failed::join).hasRootCauseMessage("broken");
        assertThat(cache.find("1", key -> done("one")).join()).isEqualTo("one");
    }

    @Test
    void manyThreadsThatReadManyThingsReadEachOnce() throws Exception {
        ResponseCache<String, String> cache = cache(DataSize.mebibytes(1));
        AtomicInteger reads = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            done.add(threads.submit(() -> {
                for (int key = 0; key < 10_000; key++) {
                    cache.find(Integer.toString(key), same -> {
                                reads.incrementAndGet();
                                return done("x");
                            })
                            .join();
                }
            }));
        }

        for (Future<?> thread : done) {
            thread.get(30, TimeUnit.SECONDS);
        }

        assertThat(reads).hasValue(10_000);
        threads.shutdown();
    }

    @Test
    void whatIsReadSlowlyHoldsUpNothingElse() {
        ResponseCache<String, String> cache = cache(DataSize.mebibytes(1));

        CompletableFuture<String> slow = cache.find("slow", key -> new CompletableFuture<>());

        assertThat(cache.find("quick", ResponseCacheTest::done)).isCompletedWithValue("quick");
        assertThat(slow).isNotDone();
    }

    @Test
    void whatWasBegunBeforeTheChangeDoesNotOutliveIt() {
        ResponseCache<String, String> cache = cache(DataSize.mebibytes(1));
        CompletableFuture<String> read = new CompletableFuture<>();
        CompletableFuture<String> old = cache.find("1", key -> read);

        cache.clear();
        read.complete("old");

        assertThat(old).isCompletedWithValue("old");
        assertThat(cache.find("1", key -> done("new"))).isCompletedWithValue("new");
        assertThat(cache.find("1", key -> done("newer"))).isCompletedWithValue("new");
    }

    @Test
    void itsMemoryIsBoundedInBytes() {
        ResponseCache<String, String> cache = cache(DataSize.kibibytes(100));
        String body = "x".repeat(10_000);

        for (int i = 0; i < 1_000; i++) {
            assertThat(cache.find(Integer.toString(i), key -> done(body))).isCompletedWithValue(body);
        }

        Program.await("the last evictions", () -> metrics.sum("response_cache_entries") <= 10);
        assertThat(metrics.sum("response_cache_bytes"))
                .isLessThanOrEqualTo(DataSize.kibibytes(100).toBytes());
        assertThat(metrics.sum("response_cache_requests", "result", "misses")).isEqualTo(1_000);
    }

    @Test
    void withoutRoomEverythingIsReadAnew() {
        ResponseCache<String, String> cache = cache(DataSize.bytes(0));
        assertThat(cache.find("1", key -> done("first"))).isCompletedWithValue("first");

        Program.await(
                "nothing to be kept",
                () -> cache.find("1", key -> done("second")).join().equals("second"));
    }

    @Test
    void whatFailsIsNotKept() {
        ResponseCache<String, String> cache = cache(DataSize.mebibytes(1));
        IllegalStateException away = new IllegalStateException("away");

        assertThat(cache.find("1", key -> CompletableFuture.failedFuture(away))).isCompletedExceptionally();

        assertThat(cache.find("1", key -> done("there"))).isCompletedWithValue("there");
    }
}
