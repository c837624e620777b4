package atelier.threads;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.metrics.Metrics;
import atelier.testing.Program;
import atelier.testing.RecordedLog;
import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundThreadTest {
    private static final String NAME = "background-thread-test";

    private final Metrics metrics = new Metrics(new MetricRegistry());
    private @Nullable BackgroundThread thread;

    private BackgroundThread start(BackgroundThread.Step step) {
        BackgroundThread started = new BackgroundThread(NAME, step, metrics, Duration.ofMillis(1));
        thread = started;
        started.start();
        return started;
    }

    @AfterEach
    void stop() {
        if (thread != null) {
            thread.stop();
        }
    }

    @Test
    void anErrorDoesNotEndTheThread() {
        AtomicInteger steps = new AtomicInteger();

        start(() -> {
            if (steps.incrementAndGet() <= 3) {
                throw new StackOverflowError("test");
            }
            Thread.sleep(1);
        });

        Program.await("the steps after the errors", () -> steps.get() > 5);
        assertThat(metrics.sum("background_thread_failures", "thread", NAME)).isEqualTo(3);
        assertThat(metrics.sum("background_thread_up", "thread", NAME)).isEqualTo(1);
    }

    @Test
    void theGaugeIsZeroWhileStepsFail() {
        AtomicInteger steps = new AtomicInteger();
        CountDownLatch mended = new CountDownLatch(1);
        start(() -> {
            if (steps.incrementAndGet() > 1 && mended.getCount() > 0) {
                throw new IllegalStateException("test");
            }
            Thread.sleep(1);
        });

        Program.await("a failure", () -> metrics.sum("background_thread_up") == 0 && steps.get() > 2);
        mended.countDown();

        Program.await("a success", () -> metrics.sum("background_thread_up") == 1);
    }

    @Test
    void onlyTheFirstOfManyFailuresIsLogged() {
        AtomicInteger steps = new AtomicInteger();
        try (RecordedLog log = new RecordedLog(BackgroundThread.class.getName())) {
            start(() -> {
                throw new AssertionError("failure " + steps.incrementAndGet());
            });

            Program.await("many failures", () -> steps.get() > 10);

            assertThat(log.lines()).singleElement().satisfies(line -> {
                assertThat(line.getFormattedMessage()).contains(NAME);
                assertThat(line.getThrowableProxy().getMessage()).isEqualTo("failure 1");
                assertThat(line.getThrowableProxy().getStackTraceElementProxyArray())
                        .isNotEmpty();
            });
        }
    }

    @Test
    void stopInterruptsAStepThatWaits() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        BackgroundThread started = start(() -> {
            waiting.countDown();
            new CountDownLatch(1).await();
        });
        waiting.await();

        started.stop();

        assertThat(started.join(Duration.ofMinutes(1))).isTrue();
        assertThat(metrics.sum("background_thread_failures")).isZero();
    }
}
