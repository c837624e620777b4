package atelier.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.tdunning.math.stats.AVLTreeDigest;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The percentiles of Gatling's own report, which use the t-digest version that the POM pins. */
class PercentilesTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void percentilesOfGatlingsReportAreCorrectOnAHeavyTail(long seed) {
        int[] milliseconds = heavyTail(new SplittableRandom(seed), 100_000);
        // As in Gatling's GeneralStatsBuffer.
        AVLTreeDigest digest = new AVLTreeDigest(100.0);
        Arrays.stream(milliseconds).forEach(digest::add);

        Arrays.sort(milliseconds);
        for (double share : new double[] {0.95, 0.99, 0.999}) {
            assertThat((double) Math.round(digest.quantile(share)))
                    .as("%s of all", share)
                    .isCloseTo(milliseconds[(int) Math.ceil(share * milliseconds.length) - 1], withinPercentage(1));
        }
    }

    /** Returns log-normal latencies: median 20 ms, p99 33 times that, in whole milliseconds with many equal values. */
    private static int[] heavyTail(SplittableRandom random, int count) {
        return random.doubles(count)
                .map(uniform -> Math.log(1 - uniform))
                .mapToInt(logarithm -> (int)
                        (20 * Math.exp(1.5 * Math.cos(2 * Math.PI * random.nextDouble()) * Math.sqrt(-2 * logarithm))))
                .toArray();
    }
}
