package atelier.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.testing.Program;
import io.dropwizard.util.DataSize;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadsCacheTest {
    private final TestReads test = new TestReads();
    private final AtomicInteger count = new AtomicInteger();

    private Reads<String, String> reads(Function<String, String> read) {
        return test.start(
                key -> {
                    count.incrementAndGet();
                    return read.apply(key);
                },
                String::length);
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void concurrentRequestsForOneKeyReadItOnce() throws Exception {
        CompletableFuture<String> value = new CompletableFuture<>();
        Reads<String, String> reads = reads(key -> value.join());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<String>> results = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            results.add(threads.submit(() -> reads.find("1").join()));
        }

        Program.await("all lookups", () -> test.cache("requests") == 8);
        value.complete("one");

        for (Future<String> result : results) {
            assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo("one");
        }
        assertThat(count).hasValue(1);
        threads.shutdown();
    }

    @Test
    void manyThreadsReadEachOfManyKeysOnce() throws Exception {
        Reads<String, String> reads = reads(key -> "x");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            done.add(threads.submit(() -> {
                for (int key = 0; key < 10_000; key++) {
                    assertThat(reads.find(Integer.toString(key)).join()).isEqualTo("x");
                }
            }));
        }

        for (Future<?> thread : done) {
            thread.get(30, TimeUnit.SECONDS);
        }

        assertThat(count).hasValue(10_000);
        threads.shutdown();
    }

    @Test
    void aSlowReadDoesNotDelayAnother() {
        CompletableFuture<String> never = new CompletableFuture<>();
        test.queries(2);
        Reads<String, String> reads = reads(key -> key.equals("slow") ? never.join() : key);

        CompletableFuture<String> slow = reads.find("slow");
        Program.await("the slow read", () -> count.get() == 1);

        assertThat(reads.find("quick").join()).isEqualTo("quick");
        assertThat(slow).isNotDone();
        never.complete("end");
    }

    @Test
    void aReadThatBeganBeforeTheCatalogueChangedIsNotCached() {
        CompletableFuture<String> old = new CompletableFuture<>();
        test.queries(2);
        Reads<String, String> reads = reads(key -> count.get() == 1 ? old.join() : "new " + count);
        CompletableFuture<String> before = reads.find("1");
        Program.await("the read", () -> count.get() == 1);

        reads.forgetAll();
        old.complete("old");

        assertThat(before.join()).isEqualTo("old");
        assertThat(reads.find("1").join()).isEqualTo("new 2");
        assertThat(reads.find("1").join()).isEqualTo("new 2");
    }

    @Test
    void memoryIsBoundedInBytes() {
        test.cacheSize(DataSize.kibibytes(100));
        String body = "x".repeat(10_000);
        Reads<String, String> reads = reads(key -> body);

        for (int i = 0; i < 1_000; i++) {
            assertThat(reads.find(Integer.toString(i)).join()).isEqualTo(body);
        }

        Program.await("the last evictions", () -> test.cache("entries") <= 10);
        assertThat(test.cache("bytes"))
                .isLessThanOrEqualTo(DataSize.kibibytes(100).toBytes());
        assertThat(count).hasValue(1_000);
    }

    @Test
    void aFullCacheTakesAValueThatIsRequestedAgain() {
        test.cacheSize(DataSize.kibibytes(100));
        String body = "x".repeat(10_000);
        Reads<String, String> reads = reads(key -> body);
        for (int i = 0; i < 100; i++) {
            reads.find("other " + i).join();
        }
        long evicted = test.cache("evictions");
        count.set(0);

        reads.find("1").join();
        assertThat(test.cache("evictions")).isEqualTo(evicted);
        reads.find("1").join();
        assertThat(count).hasValue(2);
        Program.await("a hit", () -> {
            int before = count.get();
            reads.find("1").join();
            return count.get() == before;
        });
    }

    @Test
    void aCacheWithoutMemoryReadsEachTime() {
        test.cacheSize(DataSize.bytes(0));
        Reads<String, String> reads = reads(key -> "read " + count);

        assertThat(reads.find("1").join()).isEqualTo("read 1");

        Program.await("an empty cache", () -> reads.find("1").join().equals("read 2"));
    }

    @Test
    void aFailureIsNotCached() {
        Reads<String, String> reads = reads(key -> {
            if (count.get() % 2 == 1) {
                throw new IllegalStateException("away");
            }
            return "there";
        });

        for (int round = 0; round < 100; round++) {
            CompletableFuture<String> failed = reads.find("1");
            assertThatThrownBy(failed::join).hasRootCauseMessage("away");
            assertThat(reads.find("1").join()).isEqualTo("there");
            reads.forget("1");
        }
    }
}
