package atelier.perf.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalsTest {
    @TempDir
    private Path folder;

    @Test
    void arrivalsAreCountedPerSecond() throws IOException {
        LogSummary summary = scan(
                        new LogFile.Visit(0, 4_500),
                        new LogFile.Visit(999, 1),
                        new LogFile.Visit(1_000, 0),
                        new LogFile.Visit(4_999, 9_000))
                .summary();

        assertThat(summary.arrivals().perSecond(1)).containsExactly(2, 1, 0, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3, 0.5, 0.99, 1, 1.1, 1.5, 2, 3, 7.77, 1_000})
    void requestsAreCountedBeforeTheyAreDueAtAnySpeed(double speed) throws IOException {
        AccessLog log = scan(LogFile.visits(4, 5_000, 20_000).toArray(LogFile.Visit[]::new));

        long[] arrivals = log.summary().arrivals().perSecond(speed);

        assertThat(Arrays.stream(arrivals).sum()).isEqualTo(5_000);
        try (LogEntries entries = log.entries()) {
            long started = 0;
            for (int second = 0; second < arrivals.length; second++) {
                for (started += arrivals[second]; started > 0 && entries.hasNext(); started--) {
                    double due = entries.next().dueMicros(speed) / 1e6;
                    assertThat(due).isBetween((double) second, second + 1 + 1 / speed + 1);
                }
            }
            assertThat(entries.hasNext()).isFalse();
        }
    }

    @Test
    void speedIsComputedFromAMeanRate() throws IOException {
        LogSummary summary = scan(LogFile.visits(5, 5_001, 100).toArray(LogFile.Visit[]::new))
                .summary();

        assertThat(summary.meanRate()).isCloseTo(500, within(0.2));
        assertThat(summary.speedFor(750)).isCloseTo(1.5, within(0.001));
    }

    @Test
    void logWithOneRequestIsReplayable() throws IOException {
        LogSummary summary = scan(new LogFile.Visit(1_234, 0)).summary();

        assertThat(summary.meanRate()).isEqualTo(1);
        assertThat(summary.arrivals().perSecond(summary.speedFor(100))).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, 1e-9})
    void uselessSpeedIsRefused(double speed) throws IOException {
        Arrivals arrivals = scan(new LogFile.Visit(0, 0)).summary().arrivals();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> arrivals.perSecond(speed))
                .withMessageContaining(Double.toString(speed));
    }

    private AccessLog scan(LogFile.Visit... visits) throws IOException {
        List<String> lines = Arrays.stream(visits).map(LogFile.Visit::line).toList();
        return AccessLog.scan(LogFile.write(folder.resolve("access.log"), lines));
    }
}
