package atelier.perf.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void medianIsTheMiddle() {
        assertThat(Medians.of(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
        assertThat(Medians.of(List.of(9.0, 1.0, 5.0, 7.0))).isEqualTo(6);
        assertThat(Medians.of(List.of())).isNaN();
    }

    @Test
    void ratiosAreThoseOfTheRoundsAndNotOfTheMedians() {
        // The second round was slow for both.
        assertThat(Medians.ofRatios(List.of(20.0, 60.0, 21.0), List.of(10.0, 30.0, 10.0)))
                .isEqualTo(2);
    }

    @Test
    void targetsAreMetNearlyMetOrMissed() {
        assertThat(Verdict.of(3, 3)).isEqualTo(Verdict.OK);
        assertThat(Verdict.of(3.44, 3)).isEqualTo(Verdict.NEAR);
        assertThat(Verdict.of(3.46, 3)).isEqualTo(Verdict.MISSED);
        assertThat(Verdict.of(Double.NaN, 3)).isEqualTo(Verdict.MISSED);
        assertThat(Verdict.of(3, Double.NaN)).isEqualTo(Verdict.NONE);
    }

    @Test
    void percentilesAreByNearestRank() {
        Sample sample = new Sample();
        for (int i = 100; i >= 1; i--) {
            sample.answer(i * 1_000_000L);
        }

        assertThat(sample.milliseconds(0.5)).isEqualTo(50);
        assertThat(sample.milliseconds(0.99)).isEqualTo(99);
        assertThat(sample.milliseconds(1)).isEqualTo(100);
        assertThat(new Sample().milliseconds(0.5)).isZero();
    }

    @Test
    void wrongAnswersMissEveryTarget() {
        Costs bare = costs(Double.NaN, null, 30_000);
        Costs right = costs(3, null, 60_000);
        Costs wrong = costs(3, "404 in place of 200", 60_000);

        assertThat(right.verdict(bare)).isEqualTo(Verdict.OK);
        assertThat(right.cells(bare)).startsWith("some", "20.0", "10.0", "2.00", "3.00");
        assertThat(wrong.verdict(bare)).isEqualTo(Verdict.MISSED);
        assertThat(wrong.cells(bare)).last().isEqualTo("MISSED (404 in place of 200)");
        assertThat(new Outcome(List.of(bare, right), List.of()).isMissed()).isFalse();
        assertThat(new Outcome(List.of(bare, wrong), List.of()).isMissed()).isTrue();
    }

    @Test
    void importIsJudgedByItsRatio() {
        assertThat(Finding.ofRatio("import", 30, "s", 20, 1.25).cells())
                .containsExactly("import", "30.00 s", "1.50", "1.25 x 20.00 s", "MISSED");
    }

    @Test
    void aTargetThatCouldNotBeMeasuredIsNotMet() {
        Finding finding = Finding.notMeasured("start with an AOT cache", "the JVM wrote no cache");

        assertThat(finding.cells())
                .containsExactly("start with an AOT cache", "not measured", "", "the JVM wrote no cache", "MISSED");
        assertThat(new Outcome(List.of(), List.of(finding)).isMissed()).isTrue();
    }

    private static Costs costs(double goal, @Nullable String error, long microseconds) {
        Costs costs = new Costs(new Target("some", 1, () -> Request.of("/"), goal, Set::of, Set::of));
        Sample sample = new Sample();
        for (int i = 0; i < 3_000; i++) {
            sample.answer(1_000);
        }
        if (error != null) {
            sample.error(error);
        }
        costs.add(sample, microseconds / 2, microseconds / 2, 1);
        return costs;
    }
}
