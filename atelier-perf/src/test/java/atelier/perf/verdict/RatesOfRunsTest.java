package atelier.perf.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import atelier.perf.result.Comparison;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RatesOfRunsTest {
    @Test
    void calmRunsRaiseNoAlarmAndShowEverySlowdown() {
        assertThat(new RatesOfRuns(runs(20, 0.01)).table())
                .startsWith("20 runs, of which a trial has 10 in the baseline; 5,000 trials")
                .contains("| 0.0 % | 0.0 % | 100.0 % of +10 % |", "| 0.0 % | 0.0 % | 100.0 % of +20 % |");
    }

    @Test
    void wildRunsAreTooNoisy() {
        assertThat(new RatesOfRuns(runs(20, 0.3)).table()).contains("| 100.0 % |");
    }

    @Test
    void tooFewRunsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RatesOfRuns(runs(6, 0.01)));
    }

    private static List<SortedMap<String, Double>> runs(int count, double noise) {
        Random random = new Random(7);
        return Stream.generate(() -> {
                    SortedMap<String, Double> run = new TreeMap<>();
                    Map.of("all", 0.6, Comparison.PROCESSOR, 150.0)
                            .forEach((name, value) -> run.put(name, value * Math.exp(noise * random.nextGaussian())));
                    return run;
                })
                .limit(count)
                .toList();
    }
}
