package atelier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessorTimeTest {
    @Test
    void growsAsThisProcessComputes() {
        MetricRegistry metrics = new MetricRegistry();
        ProcessorTime.register(metrics);
        long before = nanoseconds(metrics);
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);

        while (nanoseconds(metrics) < before + TimeUnit.MILLISECONDS.toNanos(50)) {
            assertThat(System.nanoTime()).isLessThan(patience);
        }
    }

    private static long nanoseconds(MetricRegistry metrics) {
        return (Long) metrics.getGauges((name, metric) -> name.equals(ProcessorTime.NAME))
                .values()
                .iterator()
                .next()
                .getValue();
    }
}
