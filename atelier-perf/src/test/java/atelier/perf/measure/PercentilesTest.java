package atelier.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.tdunning.math.stats.AVLTreeDigest;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The percentiles of Gatling's own pages, which come from the t-digest that is pinned in the pom. */
class PercentilesTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void thoseOfGatlingsPagesAreRightOnAHeavyTail(long seed) {
        int[] milliseconds = heavyTail(new SplittableRandom(seed), 100_000);
        // As Gatling's GeneralStatsBuffer does it.
        AVLTreeDigest digest = new AVLTreeDigest(100.0);
        Arrays.stream(milliseconds).forEach(digest::add);

        Latencies exact = new Latencies();
        Arrays.stream(milliseconds).forEach(exact::add);
        for (double share : new double[] {0.95, 0.99, 0.999}) {
            assertThat((double) Math.round(digest.quantile(share)))
                    .as("%s of all", share)
                    .isCloseTo(exact.percentile(share), withinPercentage(1));
        }
    }

    /** Log-normal: a median of 20 ms, a 99th percentile 33 times that, in whole milliseconds and so with many equal values. */
    private static int[] heavyTail(SplittableRandom random, int count) {
        return random.doubles(count)
                .map(uniform -> Math.log(1 - uniform))
                .mapToInt(logarithm -> (int)
                        (20 * Math.exp(1.5 * Math.cos(2 * Math.PI * random.nextDouble()) * Math.sqrt(-2 * logarithm))))
                .toArray();
    }
}
