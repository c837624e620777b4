package atelier.perf.run;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.result.Check;
import atelier.perf.result.Level;
import atelier.perf.result.Objectives;
import atelier.perf.result.Verdict;
import atelier.perf.schedule.ErrorLimit;
import atelier.perf.schedule.LoadCurve;
import atelier.perf.schedule.PacedPlan;
import atelier.perf.schedule.Phase;
import atelier.perf.traffic.Call;
import atelier.perf.traffic.Visit;
import atelier.perf.verdict.Judge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StaircaseTest {
    private final Phase phase = new Phase(
            new PacedPlan(LoadCurve.constant(Duration.ofSeconds(60), 1), () -> new Visit(Call.product(1)), 1, 1),
            ErrorLimit.NONE);

    @ParameterizedTest
    @CsvSource({
        "+++--, 300, PASS",
        "+-+--, 300, PASS",
        "++--+, 200, FAIL",
        "-+---, 200, FAIL",
        "--+++, 0, FAIL",
        "-----, 0, FAIL",
        "+++++, 500, PASS"
    })
    void capacityIsTheHighestLevelBeforeTwoFailedOnes(String levels, int capacity, Verdict verdict) {
        Check check = judge(levels, "p99 900 ms");

        assertThat(check.verdict()).isEqualTo(verdict);
        assertThat(check.detail()).startsWith(capacity + " requests/s held, the minimum is 300; ");
    }

    @Test
    void slowGeneratorIsInconclusive() {
        assertThat(judge("++--", "the generator was 900 ms late").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void nextLevelGivesTheReason() {
        assertThat(judge("+++--", "p99 900 ms").detail()).endsWith("; at 400/s: p99 900 ms");
        assertThat(judge("++++", "").detail()).endsWith("start with a higher -Drate");
    }

    @Test
    void interruptedRunIsInconclusive() {
        phase.stop("interrupted");

        Check check = judge("++", "");

        assertThat(check.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(check.detail()).endsWith("; then: interrupted");
    }

    @ParameterizedTest
    @CsvSource({"--, FAIL", "+--, FAIL", "-, INCONCLUSIVE", "+-, INCONCLUSIVE", "+++--, INCONCLUSIVE"})
    void interruptionAfterTwoFailedLevelsChangesNothing(String levels, Verdict verdict) {
        phase.stop("interrupted");

        assertThat(judge(levels, "p99 900 ms").verdict()).isEqualTo(verdict);
        assertThat(judge(levels, "the run ended, p99 900 ms").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void runWithoutALevelThatHoldsFailsThoughThereIsNoMinimum() {
        assertThat(judge("---", "p99 900 ms", null).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judge("+--", "p99 900 ms", null).verdict()).isEqualTo(Verdict.PASS);
    }

    private Check judge(String held, String detail) {
        return judge(held, detail, 300.0);
    }

    private Check judge(String held, String detail, @Nullable Double minRate) {
        List<Level> levels = new ArrayList<>();
        for (int level = 0; level < held.length(); level++) {
            boolean holds = held.charAt(level) == '+';
            double rate = 100 * (level + 1);
            levels.add(new Level(rate, rate, 1, 2, 0, holds, holds ? "" : detail));
        }
        Judge judge = new Judge();
        Staircase.judge(judge, levels, new Objectives(minRate, new TreeMap<>()), phase.stopped());
        return judge.checks().get(0);
    }
}
