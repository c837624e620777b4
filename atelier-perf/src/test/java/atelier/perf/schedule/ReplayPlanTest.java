package atelier.perf.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atelier.perf.replay.AccessLog;
import atelier.perf.result.ReplayFigures;
import atelier.perf.traffic.Call;
import atelier.perf.traffic.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayPlanTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"1, 0.25 1.5 3.75", "2, 0.125 0.75 1.875", "0.5, 0.5 3 7.5"})
    void requestIsDueAtItsTimeDividedByTheSpeed(double speed, String due) throws Exception {
        try (ReplayPlan plan = plan(speed, LONG, 250, 1_500, 3_750)) {
            assertThat(dues(plan).stream().map(time -> time.toString().replaceAll("\\.0$", "")))
                    .containsExactly(due.split(" "));
        }
    }

    @Test
    void visitIsTheLoggedRequest() throws Exception {
        try (ReplayPlan plan = plan(1, LONG, 250)) {
            Plan.Arrival arrival = Objects.requireNonNull(plan.next(-1));

            assertThat(arrival.visit().claim()).isTrue();
            assertThat(arrival.visit().next()).isEqualTo(Call.logged(Route.PRODUCT, "GET", "/products/251", 200, null));
            assertThat(arrival.visit().left()).isZero();
            assertThat(plan.next(0)).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.4, 1, 1.25, 1.3, 2, 7})
    void figuresAddUpAtEverySpeed(double speed) throws Exception {
        int[] arrivals = new SplittableRandom(1).ints(5_000, 0, 40_000).sorted().toArray();

        try (ReplayPlan plan = plan(speed, LONG, arrivals)) {
            List<Double> dues = dues(plan);

            assertThat(dues).hasSize(5_000).isSorted();
            assertThat(dues.get(dues.size() - 1)).isLessThan(plan.seconds());
            assertThat(plan.requestsBy(plan.seconds())).isEqualTo(5_000, within(1e-6));
            assertThat(plan.visitorsPerSecond().stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isEqualTo(5_000);
            assertThat(plan.figures()).isEqualTo(new ReplayFigures(5_000, 5_000, new TreeMap<>()));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.25, 2})
    void requestsAfterTheDurationAreLeftOutAndCounted(double speed) throws Exception {
        int[] arrivals = IntStream.range(0, 4_000).map(i -> 10 * i).toArray();

        try (ReplayPlan plan = plan(speed, Duration.ofSeconds(10), arrivals)) {
            List<Double> dues = dues(plan);

            assertThat(plan.seconds()).isEqualTo(10);
            assertThat(dues).hasSize((int) (1_000 * speed)).allMatch(due -> due < 10);
            assertThat(plan.requestsBy(10)).isEqualTo(1_000 * speed, within(1e-6));
            assertThat(plan.requestsBy(99)).isEqualTo(plan.requestsBy(10));
            assertThat(plan.requestsBy(4)).isEqualTo(400 * speed, within(1e-6));
            assertThat(plan.figures())
                    .isEqualTo(new ReplayFigures(
                            4_000,
                            dues.size(),
                            new TreeMap<>(Map.of("after the end of the run", 4_000L - dues.size()))));
        }
    }

    @Test
    void speedForARateReachesIt() throws Exception {
        AccessLog log = log(IntStream.range(0, 2_001).map(i -> 10 * i).toArray());

        try (ReplayPlan plan = new ReplayPlan(log, log.summary().speedFor(400), LONG)) {
            assertThat(dues(plan).stream()
                            .mapToDouble(Double::doubleValue)
                            .max()
                            .orElse(0))
                    .isEqualTo(5, within(0.01));
        }
    }

    private static List<Double> dues(ReplayPlan plan) {
        List<Double> dues = new ArrayList<>();
        for (Plan.Arrival arrival = plan.next(0); arrival != null; arrival = plan.next(0)) {
            dues.add(arrival.due());
        }
        return dues;
    }

    private ReplayPlan plan(double speed, Duration longest, int... arrivals) throws IOException {
        return new ReplayPlan(log(arrivals), speed, longest);
    }

    /** Writes a log of requests that arrived so many milliseconds after a whole second, with duration 0. */
    private AccessLog log(int... arrivals) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int arrival : arrivals) {
            lines.add(String.format(Locale.ROOT, """
                    {"msec":%d.%03d,"request_time":0.000,"request_method":"GET","request_uri":"/products/%d",\
                    "status":"200","upstream_status":"200","http_if_none_match":""}""", 1_718_200_000L + arrival / 1_000, arrival % 1_000, arrival + 1));
        }
        return AccessLog.scan(Files.write(folder.resolve("access.log"), lines));
    }
}
