package atelier.product;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.metrics.Metrics;
import atelier.serve.CacheMetrics;
import atelier.serve.ResponseCache;
import com.codahale.metrics.MetricRegistry;
import io.dropwizard.util.DataSize;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One thing that is forgotten while it is kept, or while it is being read. */
class ForgettingTest {
    private final ResponseCache<String, Integer> cache = new ResponseCache<>(
            DataSize.mebibytes(1), (key, value) -> 1, new CacheMetrics(new Metrics(new MetricRegistry())));

    private static CompletableFuture<Integer> done(int value) {
        return CompletableFuture.completedFuture(value);
    }

    @Test
    void whatIsForgottenIsReadAnewAndNothingElse() {
        assertThat(cache.find("1", key -> done(1))).isCompleted();
        assertThat(cache.find("2", key -> done(2))).isCompleted();

        cache.forget("1");

        assertThat(cache.find("1", key -> done(10))).isCompletedWithValue(10);
        assertThat(cache.find("2", key -> done(20))).isCompletedWithValue(2);
    }

    @Test
    void whatWasBeingReadIsGivenToThoseWhoWaitForItAndNotKept() {
        CompletableFuture<Integer> read = new CompletableFuture<>();
        CompletableFuture<Integer> old = cache.find("1", key -> read);

        cache.forget("1");
        read.complete(1);

        assertThat(old).isCompletedWithValue(1);
        assertThat(cache.find("1", key -> done(10))).isCompletedWithValue(10);
    }

    @Test
    void whoAsksAfterwardsDoesNotGetWhatWasBegunBefore() {
        CompletableFuture<Integer> before = new CompletableFuture<>();
        CompletableFuture<Integer> after = new CompletableFuture<>();
        assertThat(cache.find("1", key -> before)).isNotDone();
        cache.forget("1");
        CompletableFuture<Integer> asked = cache.find("1", key -> after);

        before.complete(1);
        assertThat(asked).isNotDone();
        assertThat(cache.find("1", key -> done(99))).isNotDone();
        after.complete(10);

        assertThat(asked).isCompletedWithValue(10);
        assertThat(cache.find("1", key -> done(99))).isCompletedWithValue(10);
    }

    @Test
    void aFailureOfWhatWasForgottenLeavesTheNextReadAlone() {
        CompletableFuture<Integer> before = new CompletableFuture<>();
        CompletableFuture<Integer> after = new CompletableFuture<>();
        assertThat(cache.find("1", key -> before)).isNotDone();
        cache.forget("1");
        CompletableFuture<Integer> asked = cache.find("1", key -> after);

        before.completeExceptionally(new IllegalStateException("away"));
        after.complete(10);

        assertThat(asked).isCompletedWithValue(10);
        assertThat(cache.find("1", key -> done(99))).isCompletedWithValue(10);
    }

    /** The value only grows, and is forgotten after each growth: nobody may be given a value from before the last forgetting. */
    @Test
    void nobodyGetsWhatWasOldBeforeHeAsked() throws Exception {
        AtomicInteger truth = new AtomicInteger();
        AtomicInteger forgotten = new AtomicInteger();
        AtomicInteger stale = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        for (int reader = 0; reader < 5; reader++) {
            threads.execute(() -> {
                while (!stop.get()) {
                    int atLeast = forgotten.get();
                    int found = cache.find("1", key -> {
                                int read = truth.get();
                                return CompletableFuture.supplyAsync(() -> read);
                            })
                            .join();
                    if (found < atLeast) {
                        stale.incrementAndGet();
                    }
                }
            });
        }

        for (int change = 1; change <= 100_000; change++) {
            truth.set(change);
            cache.forget("1");
            forgotten.set(change);
        }
        stop.set(true);
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

        assertThat(stale).hasValue(0);
        assertThat(cache.find("1", key -> done(-1)).join()).isIn(-1, 100_000);
    }
}
