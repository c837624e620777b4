package atelier.operations.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atelier.operations.monitoring.RequestDurations;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DurationsTest {
    private final Histogram histogram = Histogram.builder()
            .name("durations")
            .nativeOnly()
            .nativeInitialSchema(Integer.numberOfTrailingZeros(RequestDurations.BUCKETS_PER_DOUBLING))
            .nativeMaxNumberOfBuckets(0)
            .build();

    @Test
    void percentilesAreOffByTwoPercentAtMost() {
        double[] milliseconds = observe(50_000, 0.2);

        Durations durations = counted();

        assertThat(durations.count()).isEqualTo(50_000);
        for (double share : new double[] {0.01, 0.5, 0.95, 0.99, 0.999}) {
            double exact = milliseconds[(int) (share * milliseconds.length)];
            assertThat(durations.milliseconds(share)).as("%s", share).isCloseTo(exact, within(0.023 * exact));
        }
        assertThat(durations.milliseconds(1))
                .isBetween(milliseconds[milliseconds.length - 1], 1.045 * milliseconds[milliseconds.length - 1]);
    }

    @Test
    void minusLeavesOutEarlierRequests() {
        observe(1_000, 3);
        Durations before = counted();
        double[] milliseconds = observe(10_000, 40);

        Durations since = counted().minus(before);

        assertThat(since.count()).isEqualTo(10_000);
        assertThat(since.milliseconds(0.5)).isCloseTo(milliseconds[5_000], within(0.023 * milliseconds[5_000]));
        assertThat(Durations.sum(List.of(before, since)).count()).isEqualTo(11_000);
    }

    @Test
    void impossibleDurationsAreCounted() {
        histogram.observe(1e-12);
        histogram.observe(1e9);

        assertThat(counted().count()).isEqualTo(2);
    }

    @Test
    void noRequestsHaveNoPercentile() {
        assertThat(Durations.NONE.milliseconds(0.5)).isNaN();
    }

    private Durations counted() {
        return Durations.of(histogram.collect().getDataPoints().get(0));
    }

    /** Returns the observed milliseconds in order. */
    private double[] observe(int count, double median) {
        Random random = new Random(count);
        double[] milliseconds = new double[count];
        for (int i = 0; i < count; i++) {
            milliseconds[i] = median * Math.exp(random.nextGaussian());
            histogram.observe(milliseconds[i] / 1_000);
        }
        Arrays.sort(milliseconds);
        return milliseconds;
    }
}
