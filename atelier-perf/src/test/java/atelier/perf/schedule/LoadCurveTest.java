package atelier.perf.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import atelier.perf.schedule.LoadCurve.Stretch;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadCurveTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final LoadCurve curve = new LoadCurve(
            List.of(new Stretch(SECOND.multipliedBy(2), 10), new Stretch(SECOND, 100), new Stretch(SECOND, 1)));

    @ParameterizedTest
    @CsvSource({"-1, 0", "0, 0", "0.5, 5", "2, 20", "2.5, 70", "3, 120", "4, 121", "9, 121"})
    void requestsByASecondFollowTheCurve(double seconds, double requests) {
        assertThat(curve.requestsBy(seconds)).isEqualTo(requests);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "19, 1.9", "20, 2", "70, 2.5", "120, 3", "120.5, 3.5", "121, Infinity", "1000, Infinity"})
    void dueTimeFollowsTheCurve(double number, double seconds) {
        assertThat(curve.due(number)).isEqualTo(seconds, within(1e-9));
    }

    @Test
    void dueIsTheInverseOfRequestsBy() {
        for (double number = 0; number < 121; number += 0.37) {
            assertThat(curve.requestsBy(curve.due(number))).isEqualTo(number, within(1e-9));
        }
    }

    @Test
    void staircaseRisesByItsFactor() {
        assertThat(LoadCurve.staircase(3, SECOND, 100, 1.5).stretches())
                .containsExactly(new Stretch(SECOND, 100), new Stretch(SECOND, 150), new Stretch(SECOND, 225));
        assertThat(LoadCurve.constant(SECOND.multipliedBy(90), 5).seconds()).isEqualTo(90);
    }

    @Test
    void stretchWithoutLengthOrRateIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Stretch(Duration.ZERO, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Stretch(SECOND.negated(), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Stretch(SECOND, 0));
    }
}
