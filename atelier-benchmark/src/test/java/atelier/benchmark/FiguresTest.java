package atelier.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

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
    void ratioIsTheMedianOfTheRoundsRatios() {
        // The second round was slow for both.
        assertThat(Medians.ofRatios(List.of(20.0, 60.0, 21.0), List.of(10.0, 30.0, 10.0)))
                .isEqualTo(2);
    }

    @Test
    void gradeIsOkNearOrMissed() {
        assertThat(Grade.of(3, 3)).isEqualTo(Grade.OK);
        assertThat(Grade.of(3.44, 3)).isEqualTo(Grade.NEAR);
        assertThat(Grade.of(3.46, 3)).isEqualTo(Grade.MISSED);
        assertThat(Grade.of(Double.NaN, 3)).isEqualTo(Grade.MISSED);
        assertThat(Grade.of(3, Double.NaN)).isEqualTo(Grade.NONE);
    }

    @Test
    void percentilesAreWithinThreeDigits() {
        Responses responses = new Responses();
        for (int i = 100; i >= 1; i--) {
            responses.add(i * 1_000_000L);
        }

        assertThat(responses.milliseconds(50)).isCloseTo(50, withinPercentage(0.1));
        assertThat(responses.milliseconds(99)).isCloseTo(99, withinPercentage(0.1));
        assertThat(responses.milliseconds(100)).isCloseTo(100, withinPercentage(0.1));
        assertThat(new Responses().milliseconds(50)).isZero();
    }

    @Test
    void wrongResponsesMissEveryGoal() {
        Costs bare = costs(Double.NaN, null, 30_000);
        Costs right = costs(3, null, 60_000);
        Costs wrong = costs(3, "404 instead of 200", 60_000);

        assertThat(right.grade(bare)).isEqualTo(Grade.OK);
        assertThat(right.cells(bare)).startsWith("some", "20.0", "10.0", "1.50", "2.00", "3.00");
        assertThat(wrong.grade(bare)).isEqualTo(Grade.MISSED);
        assertThat(wrong.cells(bare)).last().isEqualTo("MISSED (404 instead of 200)");
        assertThat(new Report(List.of(bare, right), List.of(), List.of()).isMissed())
                .isFalse();
        assertThat(new Report(List.of(bare, wrong), List.of(), List.of()).isMissed())
                .isTrue();
    }

    @Test
    void costsAreComparedWithThoseOfAnotherWorkloadToo() {
        Costs usual = costs(Double.NaN, null, 30_000);

        assertThat(costs(Double.NaN, null, 42_000).beside(usual, 1.5).cells())
                .containsExactly("some beside some", "14.0 µs", "1.40", "1.50", "OK");
        assertThat(costs(Double.NaN, null, 60_000).beside(usual, 1.5).grade()).isEqualTo(Grade.MISSED);
        assertThat(costs(Double.NaN, "503 instead of 200", 3_000)
                        .beside(usual, 1.5)
                        .grade())
                .isEqualTo(Grade.MISSED);
    }

    @Test
    void importIsGradedByItsRatio() {
        assertThat(Finding.ofRatio("import", 30, "s", 20, 1.25).cells())
                .containsExactly("import", "30.00 s", "1.50", "1.25 x 20.00 s", "MISSED");
    }

    @Test
    void figureThatCouldNotBeMeasuredMissesItsGoal() {
        Finding finding = Finding.notMeasured("start with an AOT cache", "the JVM wrote no cache");

        assertThat(finding.cells())
                .containsExactly("start with an AOT cache", "not measured", "", "the JVM wrote no cache", "MISSED");
        assertThat(new Report(List.of(), List.of(finding), List.of()).isMissed())
                .isTrue();
    }

    private static Costs costs(double goal, @Nullable String error, long microseconds) {
        Costs costs = new Costs(new Workload("some", 1, () -> Request.of("/"), goal, Set::of, Set::of));
        Responses responses = new Responses();
        for (int i = 0; i < 3_000; i++) {
            responses.add(1_000);
        }
        if (error != null) {
            responses.addError(error);
        }
        costs.add(responses, microseconds / 2, microseconds / 2, 1);
        costs.addWaits(1.5);
        return costs;
    }
}
