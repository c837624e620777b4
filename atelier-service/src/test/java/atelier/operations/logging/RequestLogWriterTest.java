package atelier.operations.logging;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.metrics.Metrics;
import atelier.testing.Program;
import com.codahale.metrics.MetricRegistry;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestLogWriterTest {
    private final Metrics metrics = new Metrics(new MetricRegistry());

    @Test
    void requestsAreLoggedAgainAfterAnError() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        AtomicInteger writes = new AtomicInteger();
        OutputStream output = new OutputStream() {
            @Override
            public void write(int octet) {
                written.write(octet);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                if (writes.incrementAndGet() == 1) {
                    throw new OutOfMemoryError("test");
                }
                written.write(bytes, offset, length);
            }
        };
        RequestLogWriter writer = new RequestLogWriter(
                new JsonRequestLayout(ZoneOffset.UTC), new PrintStream(output, false, StandardCharsets.UTF_8), metrics);
        writer.start();
        try {
            writer.offer(entry("first"));
            Program.await("the error", () -> metrics.sum("background_thread_failures", "thread", "request-log") == 1);
            assertThat(metrics.sum("request_log_dropped")).isEqualTo(1);

            writer.offer(entry("second"));

            Program.await(
                    "the next line",
                    () -> written.toString(StandardCharsets.UTF_8).contains("\"second\""));
            assertThat(written.toString(StandardCharsets.UTF_8)).doesNotContain("\"first\"");
            assertThat(metrics.sum("request_log_dropped")).isEqualTo(1);
        } finally {
            writer.stop();
        }
    }

    @Test
    void stopWritesWhatIsInTheQueue() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        RequestLogWriter writer = new RequestLogWriter(
                new JsonRequestLayout(ZoneOffset.UTC),
                new PrintStream(written, false, StandardCharsets.UTF_8),
                metrics);
        writer.start();
        for (int i = 0; i < 1_000; i++) {
            writer.offer(entry("id-" + i));
        }

        writer.stop();

        assertThat(written.toString(StandardCharsets.UTF_8).lines()).hasSize(1_000);
        assertThat(metrics.sum("request_log_dropped")).isZero();
    }

    private static RequestLogEntry entry(String id) {
        return new RequestLogEntry(0, id, "GET", "/products/1", null, 200, 1_000_000, 2, "127.0.0.1", null, null);
    }
}
