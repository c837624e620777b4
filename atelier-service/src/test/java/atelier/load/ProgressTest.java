package atelier.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(written, true, StandardCharsets.UTF_8);
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void writesAPlainLineEveryFiveSecondsWhereThereIsNoTerminal() {
        try (Progress progress = Progress.rows("Loading", 8_000, err, false, nanos::get)) {
            pass(Duration.ofSeconds(4));
            progress.step(1_000);
            pass(Duration.ofSeconds(1));
            progress.step(2_000);
            pass(Duration.ofSeconds(3));
            progress.step(4_000);
        }

        assertThat(lines())
                .containsExactly(
                        "Loading: 2,000 of 8,000 rows, 25 % (400 rows/s, 15 s left)",
                        "Loading: 4,000 rows in 8 s (500 rows/s)");
    }

    @Test
    void makesDoWithoutAnExpectation() {
        try (Progress progress = Progress.rows("Loading", 0, err, false, nanos::get)) {
            pass(Duration.ofSeconds(5));
            progress.step(1_000);
        }

        assertThat(lines()).contains("Loading: 1,000 rows (200 rows/s)");
    }

    @Test
    void takesACorrectedExpectation() {
        try (Progress progress = Progress.rows("Loading", 1_000, err, false, nanos::get)) {
            progress.expect(100_000);
            pass(Duration.ofSeconds(10));
            progress.step(10_000);
        }

        assertThat(lines()).contains("Loading: 10,000 of 100,000 rows, 10 % (1,000 rows/s, 1 min 30 s left)");
    }

    @Test
    void printsNothingForATaskThatDidNotBegin() {
        Progress.rows("Loading", 1_000, err, false, nanos::get).close();

        assertThat(lines()).isEmpty();
    }

    @Test
    void redrawsOneLineOnATerminal() {
        try (Progress progress = Progress.rows("Loading", 8_000, err, true, nanos::get)) {
            pass(Duration.ofSeconds(1));
            progress.step(4_000);
            pass(Duration.ofSeconds(1));
            progress.step(8_000);
        }

        assertThat(written.toString(StandardCharsets.UTF_8))
                .isEqualTo("\rLoading: 4,000 of 8,000 rows, 50 % (4,000 rows/s, 1 s left)\u001B[K"
                        + "\rLoading: 8,000 of 8,000 rows, 100 % (4,000 rows/s, 0 s left)\u001B[K"
                        + "\rLoading: 8,000 rows in 2 s (4,000 rows/s)\u001B[K" + System.lineSeparator());
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private String[] lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toArray(String[]::new);
    }
}
