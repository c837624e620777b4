package atelier.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atelier.testing.Program;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {
    private final MetricRegistry metrics = new MetricRegistry();

    private AnswerCache cache(DataSize size) {
        return new AnswerCache(
                new CacheSettings(size, Duration.seconds(1), Duration.seconds(3)), metrics, UnaryOperator.identity());
    }

    @Test
    void requestsForOnePathThatComeTogetherAskOnce() throws Exception {
        AnswerCache cache = cache(DataSize.mebibytes(1));
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch made = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(threads.submit(() -> {
                go.await();
                return cache.find("/products/1", () -> {
                    asked.incrementAndGet();
                    await(made);
                    return cache.of("{}");
                });
            }));
        }

        go.countDown();
        // Seven hits: all others have found the promise, while nothing is made yet.
        Program.await("the others to wait", () -> gauge("hits") == 7);
        made.countDown();

        for (Future<Answer> answer : answers) {
            assertThat(answer.get(10, TimeUnit.SECONDS)).isSameAs(answers.get(0).get());
        }
        assertThat(asked).hasValue(1);
        threads.shutdown();
    }

    @Test
    void aSlowAnswerHoldsUpNoOtherPath() throws Exception {
        AnswerCache cache = cache(DataSize.mebibytes(1));
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<Answer> slow = thread.submit(() -> cache.find("/slow", () -> {
            await(go);
            return cache.of("{}");
        }));
        ExecutorService others = Executors.newFixedThreadPool(4);

        // As many as make certain that some share the slow one's bucket.
        for (int i = 0; i < 1_000; i++) {
            String path = "/" + i;
            others.submit(() -> cache.find(path, () -> cache.of("{}"))).get(10, TimeUnit.SECONDS);
        }

        assertThat(slow).isNotDone();
        go.countDown();
        assertThat(slow.get(10, TimeUnit.SECONDS)).isNotNull();
        thread.shutdown();
        others.shutdown();
    }

    @Test
    void anAnswerThatWasBegunBeforeTheChangeDoesNotOutliveIt() {
        AnswerCache cache = cache(DataSize.mebibytes(1));

        Answer old = cache.find("/products/1", () -> {
            cache.clear();
            return cache.of("\"old\"");
        });

        assertThat(cache.find("/products/1", () -> cache.of("\"new\""))).isNotSameAs(old);
    }

    @Test
    void itsMemoryIsBoundedInBytes() {
        AnswerCache cache = cache(DataSize.kibibytes(100));
        String body = "x".repeat(10_000);

        for (int i = 0; i < 1_000; i++) {
            cache.find("/" + i, () -> cache.of(body));
        }

        Program.await("the last evictions", () -> gauge("entries") <= 10);
        assertThat(gauge("misses")).isEqualTo(1_000);
    }

    @Test
    void whatFailsIsNotKept() {
        AnswerCache cache = cache(DataSize.mebibytes(1));

        assertThatThrownBy(() -> cache.find("/products/1", () -> {
                    throw new IllegalStateException("away");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("away");
        Answer answer = cache.of("{}");
        assertThat(cache.find("/products/1", () -> answer)).isSameAs(answer);
    }

    @Test
    void tagsFollowFromContentAndHeadersAlone() {
        AnswerCache one = cache(DataSize.mebibytes(1));

        String tag = tag(one.of("[]", Map.of("X-Total-Count", "5")));

        assertThat(tag).matches("\"[0-9a-f]{32}\"").isEqualTo(tag(one.of("[]", Map.of("X-Total-Count", "5"))));
        assertThat(tag)
                .isNotEqualTo(tag(one.of("[]", Map.of("X-Total-Count", "6"))))
                .isNotEqualTo(tag(one.of("[1]", Map.of("X-Total-Count", "5"))));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String tag(Answer answer) {
        return answer.toResponse(null, null).getHeaderString("ETag");
    }

    private long gauge(String name) {
        Gauge<?> gauge = metrics.getGauges().get(AnswerCache.class.getName() + "." + name);
        return gauge == null ? -1 : (Long) gauge.getValue();
    }
}
