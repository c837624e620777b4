package atelier.perf.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import atelier.perf.traffic.Call;
import atelier.perf.traffic.Visit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacedPlanTest {
    private static final LoadCurve CURVE = LoadCurve.constant(Duration.ofSeconds(60), 700);

    @ParameterizedTest
    @CsvSource({"1, 1", "4, 4", "1, 30", "3, 20", "13, 13"})
    void requestsFollowTheRateForAnySizeOfVisits(int smallest, int largest) {
        double mean = (smallest + largest) / 2.0;

        Run run = run(new PacedPlan(CURVE, visits(sizes(smallest, largest)), mean, 1), 0.02);

        assertThat(run.requests()).isCloseTo(42_000, withinPercentage(1));
        for (int second = 0; second < 60; second += 5) {
            assertThat((double) run.requests(second, second + 5)).isCloseTo(3_500, withinPercentage(8));
        }
        assertThat(run.latest()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {3, 1 / 3.0})
    void requestsFollowTheRateThoughTheEstimateIsWrong(double error) {
        Run run = run(new PacedPlan(CURVE, visits(sizes(9, 17)), 13 * error, 1), 0.02);

        assertThat(run.requests()).isCloseTo(42_000, withinPercentage(2));
        for (int second = 10; second < 60; second += 5) {
            assertThat((double) run.requests(second, second + 5)).isCloseTo(3_500, withinPercentage(5));
        }
    }

    @Test
    void requestsFollowAChangingCurve() {
        LoadCurve stairs = LoadCurve.staircase(6, Duration.ofSeconds(10), 200, 1.5);

        Run run = run(new PacedPlan(stairs, visits(sizes(9, 17)), 13, 1), 0.02);

        for (int level = 0; level < 6; level++) {
            assertThat((double) run.requests(10 * level + 1, 10 * level + 10))
                    .isCloseTo(9 * 200 * Math.pow(1.5, level), withinPercentage(5));
        }
    }

    @Test
    void equalSeedsGiveEqualTimes() {
        assertThat(run(plan(7), 0.02).dues()).isEqualTo(run(plan(7), 0.02).dues());
        assertThat(run(plan(8), 0.02).dues()).isNotEqualTo(run(plan(7), 0.02).dues());
    }

    @Test
    void timesDoNotDependOnLatencies() {
        assertThat(run(new PacedPlan(CURVE, visits(() -> 13), 13, 7), 0.001).dues())
                .isEqualTo(run(new PacedPlan(CURVE, visits(() -> 13), 13, 7), 2).dues());
    }

    @Test
    void rateDoesNotDependOnLatencies() {
        assertThat((double) run(plan(1), 2).requests())
                .isCloseTo(run(plan(1), 0.001).requests(), withinPercentage(1));
    }

    @Test
    void visitsThatBecomeSmallerWhileTheServiceIsSlowAreNotLate() {
        // After ten seconds without an end, all visits have three requests instead of thirteen.
        Run run = run(new PacedPlan(CURVE, visits(() -> 3), 13, 1), 10);

        assertThat(run.latest()).isLessThan(0.005);
        assertThat((double) run.requests()).isCloseTo(42_000, withinPercentage(6));
    }

    @Test
    void pausedGeneratorIsLate() {
        PacedPlan plan = plan(1);
        while (plan.next(0) != null) {
            // The plan hands out a good second.
        }

        assertThat(Objects.requireNonNull(plan.next(7)).due()).isLessThan(2);
    }

    @Test
    void gapsBetweenVisitsVary() {
        List<Double> dues =
                run(new PacedPlan(CURVE, visits(() -> 13), 13, 7), 0.02).dues();

        assertThat(dues.stream().map(due -> Math.round(due * 1000) % 18).distinct())
                .hasSizeGreaterThan(15);
    }

    private static PacedPlan plan(long seed) {
        return new PacedPlan(CURVE, visits(sizes(9, 17)), 13, seed);
    }

    private static Supplier<Visit> visits(IntSupplier size) {
        return () -> {
            Call[] calls = new Call[size.getAsInt()];
            Arrays.fill(calls, Call.product(1));
            return new Visit(calls);
        };
    }

    private static IntSupplier sizes(int smallest, int largest) {
        SplittableRandom random = new SplittableRandom(5);
        return () -> random.nextInt(smallest, largest + 1);
    }

    /** Uses a plan as Gatling does, without waiting: visitors are created a second early, evenly over each second. */
    private static Run run(PacedPlan plan, double secondsPerVisit) {
        record Event(double time, Plan.Arrival arrival) {}
        Queue<Event> ends = new PriorityQueue<>(Comparator.comparingDouble(Event::time));
        Run run = new Run(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<Integer> visitors = plan.visitorsPerSecond();
        for (int second = 0; second < visitors.size(); second++) {
            for (int visitor = 0; visitor < visitors.get(second); visitor++) {
                double now = second - 1 + (double) visitor / visitors.get(second);
                while (!ends.isEmpty() && ends.element().time() <= now) {
                    plan.ended(ends.remove().arrival().visit());
                }
                Plan.Arrival arrival = plan.next(now);
                if (arrival != null) {
                    Visit visit = arrival.visit();
                    int size = visit.left();
                    while (visit.claim()) {
                        visit.next();
                    }
                    run.dues().add(arrival.due());
                    run.sizes().add(size);
                    run.late().add(Math.max(0, now - arrival.due()));
                    ends.add(new Event(Math.max(now, arrival.due()) + secondsPerVisit, arrival));
                }
            }
        }
        return run;
    }

    private record Run(List<Double> dues, List<Integer> sizes, List<Double> late) {
        int requests() {
            return requests(0, Integer.MAX_VALUE);
        }

        int requests(int from, int to) {
            int requests = 0;
            for (int visit = 0; visit < dues.size(); visit++) {
                double sent = dues.get(visit) + late.get(visit);
                requests += sent >= from && sent < to ? sizes.get(visit) : 0;
            }
            return requests;
        }

        double latest() {
            return late.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        }
    }
}
