package atelier.perf.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import atelier.perf.result.Lateness;
import atelier.perf.schedule.Plan.Arrival;
import atelier.perf.schedule.Stop.Cause;
import atelier.perf.traffic.Call;
import atelier.perf.traffic.Visit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PhaseTest {
    private static final double LEAD = Phase.LEAD.toMillis() / 1000.0;

    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
    private final Phase phase = phase(10);

    @Test
    void phaseStartsWithTheFirstVisitor() {
        at(3);

        assertThat(phase.progress()).isNegative();
        assertThat(phase.startMillis()).isZero();
        assertThat(phase.stopped()).isNull();
        assertThat(phase.seconds()).isEqualTo(60);
    }

    @Test
    void clockStartsOnceALeadAfterTheFirstVisitor() {
        List<String> started = new ArrayList<>();
        phase.onStart(() -> started.add("started"));
        long before = System.currentTimeMillis();

        arrival();
        arrival();

        assertThat(started).hasSize(1);
        assertThat(phase.startMillis() - Phase.LEAD.toMillis()).isBetween(before, System.currentTimeMillis());
        assertThat(phase.progress()).isEqualTo(-LEAD);
        at(LEAD + 2);
        assertThat(phase.progress()).isEqualTo(2);
        at(LEAD + 100);
        assertThat(phase.progress()).isEqualTo(60);
    }

    @Test
    void untilIsTheTimeToTheDueMoment() {
        arrival();

        assertThat(phase.until(0.25)).isEqualTo(Phase.LEAD.plusMillis(250));
        at(LEAD + 0.25);
        assertThat(phase.until(0.25)).isZero();
        at(LEAD + 9);
        assertThat(phase.until(0.25)).isZero();
    }

    @Test
    void latenessIsCountedByTheDueSecond() {
        arrival();
        begin(0.5, 0.5);
        begin(0.75, 0.75035);
        begin(2.5, 2.512);
        begin(3.5, 3.4);

        assertThat(phase.lateness()).isEqualTo(new Lateness(0, 12, 12));
        assertThat(phase.lateness(0, 1)).isEqualTo(new Lateness(0, 0.3, 0.3));
        assertThat(phase.lateness(2, 3)).isEqualTo(new Lateness(12, 12, 12));
        assertThat(phase.lateness(3, 9)).isEqualTo(new Lateness(0, 0, 0));
        assertThat(phase.lateness(40, 50)).isEqualTo(new Lateness(0, 0, 0));
    }

    @Test
    void longLatenessIsBounded() {
        arrival();
        begin(1, 50);

        assertThat(phase.lateness().max()).isCloseTo(10_000, within(10.0));
    }

    @Test
    void stoppedPhaseBeginsNoVisit() {
        Arrival waiting = arrival();
        at(LEAD + 12.5);

        phase.stop("by hand");
        phase.stop("once more");
        at(LEAD + 20);

        assertThat(phase.stopped()).isEqualTo(new Stop(12.5, 60, Cause.INTERRUPTED, "by hand"));
        assertThat(phase.seconds()).isEqualTo(12.5);
        assertThat(phase.progress()).isEqualTo(12.5);
        assertThat(phase.next()).isNull();
        assertThat(phase.begin(waiting)).isFalse();
        assertThat(phase.lateness().max()).isZero();
    }

    @Test
    void phaseStoppedBeforeItsStartHasNoLength() {
        phase.stop("by hand");

        assertThat(phase.next()).isNull();
        assertThat(phase.seconds()).isZero();
        assertThat(phase(10).seconds()).isEqualTo(60);
    }

    @Test
    void phaseStoppedAfterItsEndHasItsLength() {
        arrival();
        at(LEAD + 61);

        phase.stop("by hand");

        assertThat(phase.seconds()).isEqualTo(60);
    }

    @Test
    void phaseEndsWithTooManyPendingVisits() {
        Phase slow = phase(10);
        Arrival first = Objects.requireNonNull(slow.next());
        at(LEAD + 7);

        for (int visit = 0; visit < 500; visit++) {
            assertThat(slow.begin(first)).isTrue();
        }
        assertThat(slow.stopped()).isNull();
        assertThat(slow.begin(first)).isTrue();

        assertThat(slow.stopped()).isEqualTo(new Stop(7, 60, Cause.FELL_BEHIND, "501 visits had no response"));
        assertThat(slow.begin(first)).isFalse();
        assertThat(slow.goesOn()).isFalse();
    }

    @Test
    void fiveSecondsOfPendingVisitsAreAllowed() {
        Phase large = phase(1_000);
        Arrival first = Objects.requireNonNull(large.next());

        for (int visit = 0; visit < 5_000; visit++) {
            large.begin(first);
        }
        assertThat(large.stopped()).isNull();
        large.begin(first);
        assertThat(large.stopped()).isNotNull();
    }

    @Test
    void endedVisitsAreNotPending() {
        Arrival first = arrival();

        for (int visit = 0; visit < 5_000; visit++) {
            phase.begin(first);
            phase.end(first);
        }

        assertThat(phase.stopped()).isNull();
    }

    @Test
    void phaseEndsWhenHalfOfTheRequestsFailForFiveSeconds() {
        Phase failing = failing(0);

        answer(failing, 0, 5, 0.5);
        assertThat(failing.stopped()).isNull();
        answer(failing, 5, 5.02, 0.5);

        assertThat(failing.stopped())
                .isEqualTo(new Stop(
                        5,
                        60,
                        Cause.ERRORS,
                        "at least half of the requests failed in each of 5 seconds, in all 250 requests, "
                                + "the last one with status 500,"));
        assertThat(failing.goesOn()).isFalse();
    }

    @Test
    void fewerErrorsOrShorterOnesDoNotEndThePhase() {
        Phase failing = failing(0);

        answer(failing, 0, 4, 1);
        answer(failing, 4, 5, 0.4);
        answer(failing, 5, 9, 1);
        answer(failing, 9, 60, 0.49);

        assertThat(failing.stopped()).isNull();
    }

    @Test
    void errorsThatTheLimitAllowsDoNotEndThePhase() {
        Phase failing = failing(0.2);

        answer(failing, 0, 11, 1);
        assertThat(failing.stopped()).isNull();
        answer(failing, 11, 20, 1);

        assertThat(failing.stopped()).isNotNull().extracting(Stop::second).isEqualTo(12.0);
    }

    @Test
    void fewErrorsAtALowRateDoNotEndThePhase() {
        Phase failing = phase(1, new ErrorLimit(0, second -> true));
        Objects.requireNonNull(failing.next());

        for (int second = 0; second < 60; second++) {
            at(LEAD + second);
            failing.finished("status 500");
        }

        assertThat(failing.stopped()).isNull();
    }

    @Test
    void errorsInSecondsThatAreNotJudgedDoNotEndThePhase() {
        Phase spike = phase(100, new ErrorLimit(0, second -> second < 10 || second >= 30));
        Objects.requireNonNull(spike.next());

        answer(spike, 6, 34, 1);
        assertThat(spike.stopped()).isNull();
        answer(spike, 34, 40, 1);

        assertThat(spike.stopped()).isNotNull().extracting(Stop::second).isEqualTo(35.0);
    }

    @Test
    void secondsWithoutAResponseAreNeitherGoodNorBad() {
        Phase failing = failing(0);

        for (int burst = 0; burst < 5; burst++) {
            answer(failing, 10 * burst, 10 * burst + 1, 1);
            assertThat(failing.stopped()).isNull();
        }
        answer(failing, 50, 50.02, 1);

        assertThat(failing.stopped()).isNotNull();
    }

    @Test
    void planLearnsTheSizeOfEndedVisits() {
        PacedPlan plan = new PacedPlan(
                LoadCurve.constant(Duration.ofSeconds(60), 1_000),
                () -> new Visit(Call.product(1), Call.styles(1)),
                5,
                1);
        Phase paced = new Phase(plan, ErrorLimit.NONE, nanos::get);
        for (int i = 0; i < 100; i++) {
            Arrival arrival = Objects.requireNonNull(paced.next());
            paced.begin(arrival);
            while (arrival.visit().claim()) {
                arrival.visit().next();
            }
            paced.end(arrival);
        }

        assertThat(plan.requestsPerVisit()).isEqualTo(2, within(1e-9));
    }

    private Phase phase(double rate) {
        return phase(rate, ErrorLimit.NONE);
    }

    private Phase phase(double rate, ErrorLimit errors) {
        return new Phase(
                new PacedPlan(LoadCurve.constant(Duration.ofSeconds(60), rate), () -> new Visit(Call.product(1)), 1, 1),
                errors,
                nanos::get);
    }

    private Phase failing(double allowed) {
        Phase failing = phase(100, new ErrorLimit(allowed, second -> true));
        Objects.requireNonNull(failing.next());
        return failing;
    }

    /** Finishes a hundred requests per second, of which a share fails, evenly. */
    private void answer(Phase to, double from, double end, double failing) {
        for (long request = Math.round(100 * from); request < Math.round(100 * end); request++) {
            at(LEAD + request / 100.0);
            boolean fails = Math.floor((request + 1) * failing + 1e-9) > Math.floor(request * failing + 1e-9);
            to.finished(fails ? "status 500" : null);
        }
    }

    private Arrival arrival() {
        return Objects.requireNonNull(phase.next());
    }

    /** Begins a visit late: due and begun in seconds from the phase's start. */
    private void begin(double due, double now) {
        at(LEAD + now);
        assertThat(phase.begin(new Arrival(due, new Visit(Call.product(1))))).isTrue();
    }

    private void at(double seconds) {
        nanos.set(-5_000_000_000L + Math.round(seconds * 1e9));
    }
}
