package atelier.operations.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.metrics.Metrics;
import atelier.testing.Program;
import atelier.threads.BackgroundThread;
import com.codahale.metrics.MetricRegistry;
import org.junit.jupiter.api.Test;

class BackgroundThreadsCheckTest {
    private final Metrics metrics = new Metrics(new MetricRegistry());
    private final BackgroundThreadsCheck check = new BackgroundThreadsCheck(metrics);

    @Test
    void aFailingThreadIsUnhealthyAndNamed() {
        BackgroundThread working = new BackgroundThread("working", () -> Thread.sleep(1), metrics);
        BackgroundThread failing = new BackgroundThread(
                "failing",
                () -> {
                    throw new AssertionError("test");
                },
                metrics);
        working.start();
        failing.start();
        try {
            Program.await("the failure", () -> metrics.sum("background_thread_failures", "thread", "failing") > 0);

            assertThat(check.execute().getMessage()).contains("log", "failing").doesNotContain("working");
        } finally {
            working.stop();
            failing.stop();
        }
    }

    @Test
    void threadsThatWorkAreHealthy() {
        BackgroundThread working = new BackgroundThread("working", () -> Thread.sleep(1), metrics);
        working.start();
        try {
            assertThat(check.execute().isHealthy()).isTrue();
        } finally {
            working.stop();
        }
    }
}
