package atelier.perf.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import atelier.perf.result.Figures;
import atelier.perf.result.Series;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RecordingTest {
    private static final String LIST = "GET /products";
    private static final String PRODUCT = "GET /products/:id";

    private final Recording recording = new Recording();

    @Test
    void requestsCountInTheSecondInWhichTheyWereDue() {
        recording.add(LIST, 0.2, 1_000_000, null);
        recording.add(LIST, 0.9, 2_000_000_000, "status 503, expected 200");
        recording.add(PRODUCT, 2.0, 3_000_000, null);
        Measurement measurement = recording.measurement(3);

        Series series = measurement.series(seconds -> 10 * seconds);
        assertThat(series.requests()).containsExactly(2, 0, 1);
        assertThat(series.errors()).containsExactly(1, 0, 0);
        assertThat(series.target()).containsExactly(10.0, 10.0, 10.0);
        assertThat(series.p99().get(1)).isNull();
        assertThat(measurement.between(0, 1).requests()).isEqualTo(2);
        assertThat(measurement.routes()).containsOnlyKeys(LIST, PRODUCT);
        Figures list = Objects.requireNonNull(measurement.routes().get(LIST));
        assertThat(list.errorsByKind()).containsEntry("status 503, expected 200", 1L);
        assertThat(list.max()).isCloseTo(2000, withinPercentage(0.1));
        assertThat(list.p50()).isCloseTo(1, within(0.001));
    }

    @Test
    void requestsAfterTheEndAreCountedButNotJudged() {
        recording.add(LIST, 0.5, 1_000_000, null);
        recording.add(LIST, 2.5, 9_000_000_000L, "no response within 10 s");

        Measurement measurement = recording.measurement(2);

        assertThat(measurement.overall().requests()).isEqualTo(1);
        assertThat(measurement.overall().errors()).isZero();
        assertThat(measurement.sentRate()).isEqualTo(1);
        assertThat(measurement.overall().rate()).isEqualTo(0.5);
    }

    @Test
    void onlyTheChosenSecondsCount() {
        for (int second = 0; second < 60; second++) {
            recording.add(LIST, second, 1_000_000L * second, null);
        }

        Measurement measurement = recording.measurement(60, second -> second >= 50);

        assertThat(measurement.overall().requests()).isEqualTo(10);
        assertThat(measurement.overall().rate()).isEqualTo(1);
        assertThat(measurement.overall().p50()).isCloseTo(54, withinPercentage(0.1));
    }

    @Test
    void lateResponseOfAPackedSecondIsKept() {
        recording.add(LIST, 0, 1_000_000, null);
        recording.add(LIST, 100, 1_000_000, null);
        recording.add(LIST, 0, 2_000_000, null);

        assertThat(recording.measurement(1).overall().requests()).isEqualTo(2);
        assertThat(recording.snapshot().finished()).isEqualTo(3);
    }

    @Test
    void kindsOfErrorsAreBounded() {
        for (int kind = 0; kind < 200; kind++) {
            recording.add(LIST, 0, 1, "error " + kind);
        }

        Figures figures = recording.measurement(1).overall();
        assertThat(figures.errors()).isEqualTo(200);
        assertThat(figures.errorsByKind()).hasSize(51).containsEntry("other errors", 150L);
    }
}
