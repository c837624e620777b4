package atelier.perf.run;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.result.Check;
import atelier.perf.result.Lateness;
import atelier.perf.result.Verdict;
import atelier.perf.verdict.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftTest {

    @ParameterizedTest
    @CsvSource({
        "10, 12.5, PASS",
        "10, 12.6, FAIL",
        "10, 2, PASS",
        "0.5, 0.75, PASS",
        "0.5, 0.76, FAIL",
        "0, 0.25, PASS",
        "0, 0, PASS"
    })
    void slowdownWithinTheLimitPasses(double first, double last, Verdict verdict) {
        Judge judge = new Judge();

        Drift.judge(judge, first, last);

        assertThat(judge.checks()).extracting(Check::verdict).containsExactly(verdict);
    }

    @Test
    void slowdownInARunThatWasNotThePlannedOneIsInconclusive() {
        Judge judge = new Judge().lateness(new Lateness(0, 26, 90), share -> 90);

        Drift.judge(judge, 10, 20);

        assertThat(judge.checks())
                .extracting(Check::verdict)
                .containsExactly(Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE);
    }
}
