package atelier.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatenciesTest {
    private static final int[] PER_MILLE = {0, 1, 250, 500, 900, 950, 990, 999, 1000};

    @Test
    void percentilesAreThoseOfTheSortedLatencies() {
        SplittableRandom random = new SplittableRandom(1);
        for (int count = 1; count <= 2_500; count++) {
            int[] sorted = random.ints(count, 0, 5 + count % 3_000).sorted().toArray();
            Latencies latencies = of(sorted);
            for (int perMille : PER_MILLE) {
                // Whole numbers, so that rounding cannot move the rank.
                int rank = Math.max(1, Math.floorDiv(count * perMille + 999, 1000));

                assertThat(latencies.percentile(perMille / 1000.0))
                        .as("%d of a thousand of %d", perMille, count)
                        .isEqualTo(sorted[rank - 1]);
            }
        }
    }

    @Test
    void figuresAreZeroWithoutRequests() {
        Latencies none = new Latencies();

        assertThat(none.count()).isZero();
        assertThat(none.max()).isZero();
        assertThat(none.percentile(0.99)).isZero();
        assertThat(none.mean()).isZero();
        assertThat(none.typical()).isZero();
    }

    @Test
    void addingAnotherInstanceAddsAllItsCounts() {
        SplittableRandom random = new SplittableRandom(2);
        int[] few = random.ints(50, 0, 20).toArray();
        int[] slow = random.ints(1_000, 0, 4_000).toArray();
        int[] all = IntStream.concat(Arrays.stream(few), Arrays.stream(slow)).toArray();

        Latencies added = of(few);
        added.add(of(slow));

        assertThat(added).usingRecursiveComparison().ignoringFields("counts").isEqualTo(of(all));
        assertThat(added.percentile(0.5)).isEqualTo(of(all).percentile(0.5));
        assertThat(added.typical()).isEqualTo(of(all).typical());
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1})
    void negativeLatencyCountsAsZero(int milliseconds) {
        assertThat(of(milliseconds).max()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {Latencies.LONGEST + 1, Integer.MAX_VALUE})
    void hugeLatencyNeedsNoMemory(int milliseconds) {
        Latencies latencies = of(5, milliseconds);

        assertThat(latencies.max()).isEqualTo(Latencies.LONGEST);
        assertThat(latencies.typical()).isPositive();
    }

    @Test
    void typicalDistinguishesLatenciesThatPercentilesCannot() {
        for (int seed = 0; seed < 20; seed++) {
            Latencies faster = logged(seed, 60_000, 0.50);
            Latencies slower = logged(100 + seed, 60_000, 0.52);

            assertThat(slower.percentile(0.25)).isEqualTo(faster.percentile(0.25));
            assertThat(slower.percentile(0.99)).isEqualTo(faster.percentile(0.99));
            assertThat(slower.typical() / faster.typical()).as("seed %d", seed).isBetween(1.01, 1.08);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.5, 0.9, 1.0, 1.4, 2.5, 7.3, 41.8})
    void typicalIsNearTheTrueValue(double milliseconds) {
        assertThat(logged(3, 100_000, milliseconds).typical())
                .isCloseTo(milliseconds, within(Math.max(0.1, 0.05 * milliseconds)));
    }

    @Test
    void typicalIgnoresOutliers() {
        Latencies calm = logged(4, 50_000, 2);
        Latencies disturbed = logged(4, 50_000, 2);
        IntStream.range(0, 500).forEach(i -> disturbed.add(1_000 + i));

        assertThat(disturbed.mean()).isGreaterThan(5 * calm.mean());
        assertThat(disturbed.typical()).isCloseTo(calm.typical(), within(0.02 * calm.typical()));
    }

    /** Returns latencies as Gatling logs them, from truncated times, up to a fifth above or below the middle. */
    private static Latencies logged(long seed, int count, double middle) {
        SplittableRandom random = new SplittableRandom(seed);
        DoubleSupplier spread = () -> 1 + 0.2 * (random.nextDouble() + random.nextDouble() - 1);
        Latencies latencies = new Latencies();
        for (int request = 0; request < count; request++) {
            double start = 1_000_000 * random.nextDouble();
            double end = start + middle * spread.getAsDouble();
            latencies.add((int) (Math.floor(end) - Math.floor(start)));
        }
        return latencies;
    }

    private static Latencies of(int... milliseconds) {
        Latencies latencies = new Latencies();
        Arrays.stream(milliseconds).forEach(latencies::add);
        return latencies;
    }
}
