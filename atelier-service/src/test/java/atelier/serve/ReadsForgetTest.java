package atelier.serve;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.Program;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A key that is forgotten while it is cached, or while it is read. */
class ReadsForgetTest {
    private final TestReads test = new TestReads().queries(2);
    private final AtomicInteger begun = new AtomicInteger();
    /** What the first reads return, in the order in which they begin. */
    private final List<CompletableFuture<Integer>> results =
            List.of(new CompletableFuture<>(), new CompletableFuture<>(), CompletableFuture.completedFuture(99));

    private Reads<String, Integer> reads() {
        return test.start(key -> results.get(begun.getAndIncrement()).join(), value -> 1);
    }

    @AfterEach
    void stop() {
        results.forEach(result -> result.cancel(false));
        test.close();
    }

    @Test
    void onlyTheForgottenKeyIsReadAgain() {
        Reads<String, Integer> reads = test.start(key -> begun.incrementAndGet(), value -> 1);
        assertThat(reads.find("1").join()).isEqualTo(1);
        assertThat(reads.find("2").join()).isEqualTo(2);

        reads.forget("1");

        assertThat(reads.find("1").join()).isEqualTo(3);
        assertThat(reads.find("2").join()).isEqualTo(2);
    }

    @Test
    void aForgottenReadCompletesForItsRequestsAndIsNotCached() {
        Reads<String, Integer> reads = reads();
        CompletableFuture<Integer> old = findAndAwait(reads, 1);

        reads.forget("1");
        results.get(0).complete(1);
        results.get(1).complete(10);

        assertThat(old.join()).isEqualTo(1);
        assertThat(reads.find("1").join()).isEqualTo(10);
    }

    @Test
    void aRequestAfterTheChangeDoesNotJoinAReadFromBefore() {
        Reads<String, Integer> reads = reads();
        CompletableFuture<Integer> before = findAndAwait(reads, 1);
        reads.forget("1");
        CompletableFuture<Integer> after = findAndAwait(reads, 2);

        results.get(0).complete(1);
        assertThat(before.join()).isEqualTo(1);
        assertThat(after).isNotDone();
        assertThat(reads.find("1")).isSameAs(after);
        results.get(1).complete(10);

        assertThat(after.join()).isEqualTo(10);
        assertThat(reads.find("1").join()).isEqualTo(10);
    }

    @Test
    void theFailureOfAForgottenReadDoesNotAffectTheNext() {
        Reads<String, Integer> reads = reads();
        CompletableFuture<Integer> before = findAndAwait(reads, 1);
        reads.forget("1");
        CompletableFuture<Integer> after = findAndAwait(reads, 2);

        results.get(0).completeExceptionally(new IllegalStateException("away"));
        assertThat(before.handle((value, failure) -> failure).join()).isNotNull();
        results.get(1).complete(10);

        assertThat(after.join()).isEqualTo(10);
        assertThat(reads.find("1").join()).isEqualTo(10);
    }

    /** The value only grows, and each growth is followed by a forget: no later request may get an older value. */
    @Test
    void noRequestGetsAValueFromBeforeTheLastForget() throws Exception {
        AtomicInteger truth = new AtomicInteger();
        AtomicInteger forgotten = new AtomicInteger();
        AtomicInteger stale = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        Reads<String, Integer> reads = test.start(key -> truth.get(), value -> 1);
        ExecutorService threads = Executors.newFixedThreadPool(6);
        for (int reader = 0; reader < 5; reader++) {
            threads.execute(() -> {
                while (!stop.get()) {
                    int atLeast = forgotten.get();
                    if (reads.find("1").join() < atLeast) {
                        stale.incrementAndGet();
                    }
                }
            });
        }

        for (int change = 1; change <= 100_000; change++) {
            truth.set(change);
            reads.forget("1");
            forgotten.set(change);
        }
        stop.set(true);
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

        assertThat(stale).hasValue(0);
        assertThat(reads.find("1").join()).isEqualTo(100_000);
    }

    private CompletableFuture<Integer> findAndAwait(Reads<String, Integer> reads, int number) {
        CompletableFuture<Integer> found = reads.find("1");
        Program.await("the read", () -> begun.get() == number);
        return found;
    }
}
