package atelier.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatenciesTest {
    private final Latencies latencies = new Latencies();

    @Test
    void nothingHasNoLatency() {
        assertThat(latencies.count()).isZero();
        assertThat(latencies.percentile(0.99)).isZero();
        assertThat(latencies.mean()).isZero();
        assertThat(latencies.typical()).isZero();
        assertThat(latencies.max()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0.01, 1", "0.5, 50", "0.505, 51", "0.99, 99", "0.999, 100", "1, 100"})
    void percentilesAreByNearestRank(double share, double milliseconds) {
        for (int each = 100; each >= 1; each--) {
            latencies.add(1_000_000L * each);
        }

        assertThat(latencies.percentile(share)).isCloseTo(milliseconds, withinPercentage(0.1));
    }

    @Test
    void tenPercentOfTwoHundredMicrosecondsAreSeen() {
        Latencies slower = new Latencies();
        SplittableRandom random = new SplittableRandom(1);
        for (int request = 0; request < 10_000; request++) {
            long nanoseconds = random.nextLong(150_000, 250_000);
            latencies.add(nanoseconds);
            slower.add(nanoseconds * 11 / 10);
        }

        assertThat(slower.typical() / latencies.typical()).isCloseTo(1.1, within(0.003));
        assertThat(slower.percentile(0.5) / latencies.percentile(0.5)).isCloseTo(1.1, within(0.01));
    }

    @Test
    void typicalLatencyIsTheMeanOfTheMiddleHalf() {
        long[] nanoseconds =
                new SplittableRandom(2).longs(1_000, 1_000, 90_000_000).toArray();
        Arrays.stream(nanoseconds).forEach(latencies::add);
        Arrays.sort(nanoseconds);

        double exact = Arrays.stream(nanoseconds, 250, 750).average().orElseThrow() / 1e6;
        assertThat(latencies.typical()).isCloseTo(exact, withinPercentage(0.2));
    }

    @Test
    void packingChangesNoFigure() {
        new SplittableRandom(3).longs(5_000, 0, 20_000_000).forEach(latencies::add);
        Latencies packed = new Latencies();
        packed.add(latencies);

        packed.pack();

        assertThat(packed.count()).isEqualTo(5_000);
        assertThat(packed.percentile(0.99)).isEqualTo(latencies.percentile(0.99));
        assertThat(packed.typical()).isEqualTo(latencies.typical());

        packed.add(1_000_000_000L);
        packed.add(latencies);
        assertThat(packed.count()).isEqualTo(10_001);
        assertThat(packed.max()).isCloseTo(1_000, withinPercentage(0.1));
    }

    @Test
    void impossibleLatenciesAreBounded() {
        latencies.add(-1);
        latencies.add(Long.MAX_VALUE);

        assertThat(latencies.percentile(0.5)).isZero();
        assertThat(latencies.max()).isCloseTo(3_600_000, withinPercentage(0.1));
    }
}
