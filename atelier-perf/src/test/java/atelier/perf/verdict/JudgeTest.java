package atelier.perf.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import atelier.perf.result.Check;
import atelier.perf.result.Check.Gate;
import atelier.perf.result.Comparison;
import atelier.perf.result.Figures;
import atelier.perf.result.Lateness;
import atelier.perf.result.Objectives;
import atelier.perf.result.Objectives.Limit;
import atelier.perf.result.Verdict;
import atelier.perf.schedule.Stop;
import atelier.perf.schedule.Stop.Cause;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JudgeTest {
    private static final String ROUTE = "GET /products";

    @Test
    void runWithoutProblemsPasses() {
        assertThat(Judge.verdict(List.of())).isEqualTo(Verdict.PASS);
        assertThat(Judge.verdict(List.of(check(Gate.OBJECTIVE, Verdict.PASS)))).isEqualTo(Verdict.PASS);
    }

    @ParameterizedTest
    @CsvSource({"RESPONSES, FAIL", "OBJECTIVE, FAIL", "BASELINE, INCONCLUSIVE"})
    void invalidRunFailsUnlessOnlyTheBaselineSaysSo(Gate gate, Verdict verdict) {
        Check invalid = check(Gate.VALIDITY, Verdict.INCONCLUSIVE);

        assertThat(Judge.verdict(List.of(invalid, check(gate, Verdict.FAIL)))).isEqualTo(verdict);
        assertThat(Judge.verdict(List.of(check(gate, Verdict.FAIL), invalid))).isEqualTo(verdict);
        assertThat(Judge.verdict(List.of(check(gate, Verdict.FAIL)))).isEqualTo(Verdict.FAIL);
    }

    @ParameterizedTest
    @EnumSource(
            value = Gate.class,
            names = {"OBJECTIVE", "BASELINE"})
    void failedCheckIsNotHiddenByOneThatCouldNotBeMade(Gate gate) {
        for (Gate other : List.of(Gate.OBJECTIVE, Gate.BASELINE)) {
            assertThat(Judge.verdict(List.of(check(other, Verdict.INCONCLUSIVE), check(gate, Verdict.FAIL))))
                    .isEqualTo(Verdict.FAIL);
        }
    }

    @Test
    void interruptedRunIsInconclusiveAndOverloadedOrFailingRunFails() {
        Judge judge = new Judge()
                .end(null, 60)
                .end(new Stop(12, 60, Cause.INTERRUPTED, "interrupted"), 60)
                .end(new Stop(12, 60, Cause.FELL_BEHIND, "501 visits had no response"), 60)
                .end(new Stop(5, 15, Cause.ERRORS, "most requests failed"), 60);

        assertThat(judge.checks())
                .containsExactly(
                        new Check(Gate.VALIDITY, "ran to its end", Verdict.PASS, "60 s"),
                        new Check(
                                Gate.VALIDITY,
                                "ran to its end",
                                Verdict.INCONCLUSIVE,
                                "interrupted after 12 s of 60 s"),
                        new Check(
                                Gate.RESPONSES,
                                "the service keeps up",
                                Verdict.FAIL,
                                "501 visits had no response after 12 s of 60 s; the run was stopped"),
                        new Check(
                                Gate.RESPONSES,
                                "the service responds",
                                Verdict.FAIL,
                                "most requests failed after 5 s of 15 s; the run was stopped"));
    }

    @Test
    void visitWithoutEndIsInconclusive() {
        assertThat(new Judge().visits(0, null).checks()).isEmpty();
        assertThat(new Judge().visits(1, null).checks())
                .extracting(Check::verdict)
                .containsExactly(Verdict.INCONCLUSIVE);
    }

    @ParameterizedTest
    @CsvSource({"700, PASS", "686, PASS", "714, PASS", "685.9, INCONCLUSIVE", "714.1, INCONCLUSIVE", "0, INCONCLUSIVE"})
    void rateMayDifferByTwoPercent(double achieved, Verdict verdict) {
        assertThat(new Judge()
                        .load(700, achieved, new Lateness(0, 25, 900), shares(0, 25, 900))
                        .checks())
                .extracting(Check::verdict)
                .containsExactly(verdict, Verdict.PASS);
    }

    @Test
    void lateGeneratorIsInconclusive() {
        assertThat(new Judge()
                        .lateness(new Lateness(1, 25.1, 1_900), shares(1, 25.1, 1_900))
                        .checks())
                .containsExactly(new Check(
                        Gate.VALIDITY,
                        "requests were sent on time",
                        Verdict.INCONCLUSIVE,
                        "p99 25.1 ms late; the limit is 25 ms: this machine is too slow or too busy to send this load, "
                                + "and may have added to the latencies"));
    }

    @ParameterizedTest
    @CsvSource({
        "700, 0, 700, PASS",
        "693, 0, 700, PASS",
        "692, 0, 700, FAIL",
        "700, 8, 700, FAIL",
        "692, 0, 500, INCONCLUSIVE",
        "300, 0, 300, INCONCLUSIVE"
    })
    void rateCountsSuccessfulRequests(int answered, int failed, double target, Verdict verdict) {
        Figures second = figures(answered, failed, 1, 10);

        assertThat(new Judge()
                        .objectives(new Objectives(700.0, new TreeMap<>()), target, second, Map.of())
                        .checks())
                .extracting(Check::verdict)
                .containsExactly(verdict);
    }

    @Test
    void everyLimitOfARouteIsACheck() {
        Figures figures = figures(10_000, 2, 60, 70);

        assertThat(judge(new Limit(70, 69, null, 0.01), figures))
                .containsExactly(
                        new Check(
                                Gate.RESPONSES,
                                ROUTE + ": errors",
                                Verdict.FAIL,
                                "2 of 10,000 requests failed (0.02 %); the limit is 0.01 %; most often: status 503"),
                        new Check(Gate.OBJECTIVE, ROUTE + ": p95", Verdict.PASS, "70.0 ms; the limit is 70 ms"),
                        new Check(Gate.OBJECTIVE, ROUTE + ": p99", Verdict.FAIL, "70.0 ms; the limit is 69 ms"));
        assertThat(judge(new Limit(null, null, null, 0.02), figures))
                .extracting(Check::verdict)
                .containsExactly(Verdict.PASS);
        assertThat(judge(new Limit(null, null, null, null), figures)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10000, 9999, 99.99", "10000, 10000, 100", "10000, 20, 0.2", "1000000, 1, 0.0001", "7, 1, 14.29"})
    void sharesAreWrittenWithoutExponents(long requests, long failed, String percent) {
        assertThat(judge(new Limit(null, null, null, 0.0), figures(requests, failed, 60, 10)))
                .singleElement()
                .satisfies(check -> assertThat(check.detail()).contains("(" + percent + " %); the limit is 0 %"));
    }

    @ParameterizedTest
    @CsvSource({
        "399, INCONCLUSIVE, INCONCLUSIVE, INCONCLUSIVE",
        "400, PASS, INCONCLUSIVE, INCONCLUSIVE",
        "1999, PASS, INCONCLUSIVE, INCONCLUSIVE",
        "2000, PASS, PASS, INCONCLUSIVE",
        "19999, PASS, PASS, INCONCLUSIVE",
        "20000, PASS, PASS, PASS"
    })
    void percentileNeedsEnoughRequests(long requests, Verdict p95, Verdict p99, Verdict p999) {
        assertThat(judge(new Limit(50, 50, 50, null), figures(requests, 0, 60, 10)))
                .extracting(Check::verdict)
                .containsExactly(p95, p99, p999);
    }

    @ParameterizedTest
    @CsvSource({
        "1, INCONCLUSIVE, INCONCLUSIVE",
        "3, INCONCLUSIVE, INCONCLUSIVE",
        "5, INCONCLUSIVE, INCONCLUSIVE",
        "6, INCONCLUSIVE, FAIL",
        "12, FAIL, FAIL",
        "300, FAIL, FAIL"
    })
    void fewRequestsFailALimitThatMostOfThemBreak(long requests, Verdict p95, Verdict p99) {
        assertThat(judge(new Limit(50, 50, null, null), figures(requests, 0, 60, 51)))
                .extracting(Check::verdict)
                .containsExactly(p95, p99);
    }

    @Test
    void fewRequestsOfWhichFewAreSlowFailNoLimit() {
        // One in twenty of 300: 16 beyond p95, of which chance explains 15.
        Figures figures = new Figures(300, 0, 5, 10, 10, 10, 10, 600, 900, 900, 900, new TreeMap<>());

        assertThat(judge(new Limit(50, null, null, null), figures))
                .containsExactly(new Check(
                        Gate.OBJECTIVE,
                        ROUTE + ": p95",
                        Verdict.INCONCLUSIVE,
                        "300 requests are too few, 400 are needed: use -Dduration=85s or longer, or -Dprofile=smoke"));
        assertThat(judge(new Limit(null, 50, null, null), figures))
                .containsExactly(new Check(
                        Gate.OBJECTIVE,
                        ROUTE + ": p99",
                        Verdict.FAIL,
                        "900 ms; the limit is 50 ms; of only 300 requests, but too many were slower to be chance"));
    }

    @ParameterizedTest
    @CsvSource({
        // Half of 42,000 requests are slow, and 99 of 100 visits were at most 100 ms late: 3 × 100 ms are excused.
        "30, PASS",
        "31, INCONCLUSIVE",
        "330, INCONCLUSIVE",
        "331, FAIL",
        "1500, FAIL"
    })
    void lateGeneratorExcusesOnlyWhatItMayHaveAdded(int milliseconds, Verdict verdict) {
        assertThat(late(new Limit(30, 30, 30, null), figures(42_000, 0, 60, milliseconds)))
                .containsOnly(verdict);
    }

    @ParameterizedTest
    @CsvSource({"70, PASS", "71, INCONCLUSIVE", "1270, INCONCLUSIVE", "1271, FAIL"})
    void latestVisitExcusesAsManySlowRequestsAsTheLimitAllows(int milliseconds, Verdict verdict) {
        Figures figures = new Figures(
                42_000, 0, 700, 10, 10, 10, 10, 10, milliseconds, milliseconds, milliseconds, new TreeMap<>());

        assertThat(late(new Limit(70, 70, 70, null), figures)).containsExactly(Verdict.PASS, verdict, verdict);
    }

    private static List<Verdict> late(Limit limit, Figures figures) {
        Objectives objectives = new Objectives(null, new TreeMap<>(Map.of(Objectives.ALL, limit)));
        return new Judge()
                        .load(700, 700, new Lateness(1, 100, 400), shares(1, 100, 400))
                        .lateness(new Lateness(0, 30, 50), shares(0, 30, 50))
                        .objectives(objectives, 700, figures, Map.of())
                        .checks()
                        .stream()
                        .filter(check -> check.gate() == Gate.OBJECTIVE)
                        .map(Check::verdict)
                        .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "700, 61, FAIL",
        "690, 61, FAIL",
        "500, 31, FAIL",
        "714, 31, FAIL",
        "715, 60, INCONCLUSIVE",
        "715, 61, FAIL"
    })
    void onlyMoreLoadThanPlannedExcusesLatencies(double sent, int milliseconds, Verdict verdict) {
        Objectives objectives =
                new Objectives(null, new TreeMap<>(Map.of(Objectives.ALL, new Limit(30, null, null, null))));
        Judge judge = new Judge()
                .load(700, sent, new Lateness(0, 25, 900), shares(0, 25, 900))
                .objectives(objectives, 700, figures(42_000, 0, 60, milliseconds), Map.of());

        assertThat(judge.checks())
                .filteredOn(check -> check.gate() == Gate.OBJECTIVE)
                .extracting(Check::verdict)
                .containsExactly(verdict);
    }

    @ParameterizedTest
    @CsvSource({"600, 0, INCONCLUSIVE", "600, 8, FAIL", "690, 0, FAIL", "100, 0, INCONCLUSIVE", "100, 50, FAIL"})
    void requestsThatWereNotSentExcuseTheRateThatTheyWouldHaveAdded(int sent, int failed, Verdict verdict) {
        Judge judge = new Judge()
                .load(700, sent, new Lateness(0, 1, 2), shares(0, 1, 2))
                .objectives(new Objectives(700.0, new TreeMap<>()), 700, figures(sent, failed, 1, 10), Map.of());

        assertThat(judge.checks())
                .filteredOn(check -> check.gate() == Gate.OBJECTIVE)
                .extracting(Check::verdict)
                .containsExactly(verdict);
    }

    @Test
    void moreProcessorTimeFailsALateRunButNotOneWithAnotherRate() {
        Check late = new Check(Gate.VALIDITY, "requests were sent on time", Verdict.INCONCLUSIVE, "");
        Check rate = new Check(Gate.VALIDITY, "rate was achieved", Verdict.INCONCLUSIVE, "");
        Check cost =
                new Check(Gate.BASELINE, Comparison.PROCESSOR + ": not slower than the baseline", Verdict.FAIL, "");
        Check slow = new Check(Gate.BASELINE, "all: not slower than the baseline", Verdict.FAIL, "");

        assertThat(Judge.verdict(List.of(late, cost))).isEqualTo(Verdict.FAIL);
        assertThat(Judge.verdict(List.of(late, slow))).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(Judge.verdict(List.of(rate, cost))).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(Judge.verdict(List.of(late, rate, cost))).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @ParameterizedTest
    @CsvSource({"1900, 10, PASS", "1900, 51, FAIL", "2, 51, PASS", "12, 51, FAIL"})
    void rareRouteOfALargeRunFailsOnlyBeyondChance(long requests, int milliseconds, Verdict verdict) {
        Objectives objectives = new Objectives(null, new TreeMap<>(Map.of(ROUTE, new Limit(null, 50, null, null))));

        assertThat(new Judge()
                        .objectives(
                                objectives,
                                700,
                                figures(42_000, 0, 60, 10),
                                Map.of(ROUTE, figures(requests, 0, 60, milliseconds)))
                        .checks())
                .extracting(Check::verdict)
                .containsExactly(verdict);
    }

    @Test
    void routeWithoutRequestsIsInconclusive() {
        Objectives objectives = new Objectives(null, new TreeMap<>(Map.of(ROUTE, new Limit(50, 50, null, 0.0))));

        assertThat(new Judge()
                        .objectives(objectives, 700, figures(5_000, 0, 60, 10), Map.of())
                        .checks())
                .containsExactly(new Check(Gate.OBJECTIVE, ROUTE, Verdict.INCONCLUSIVE, "not requested in this run"));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 100, 0, PASS",
        "3, 100, 0, FAIL",
        "4, 40000, 0, PASS",
        "5, 40000, 0, FAIL",
        "400, 40000, 1, PASS",
        "401, 40000, 1, FAIL",
        "3, 0, 0, FAIL"
    })
    void serviceThatClosesConnectionsFailsThoughRequestsAreSentAgain(
            long resends, long requests, double errors, Verdict verdict) {
        Objectives objectives =
                new Objectives(null, new TreeMap<>(Map.of(Objectives.ALL, new Limit(null, null, null, errors))));

        assertThat(new Judge()
                        .connections(resends, figures(requests, 0, 60, 10), objectives)
                        .checks())
                .extracting(Check::gate, Check::verdict)
                .containsExactly(tuple(Gate.RESPONSES, verdict));
    }

    @Test
    void connectionsAreNoCheckIfAllWereKeptAndHaveNoLimitWithoutErrors() {
        Objectives none = new Objectives(null, new TreeMap<>());

        assertThat(new Judge().connections(0, figures(100, 0, 60, 10), none).checks())
                .isEmpty();
        assertThat(new Judge().connections(100, figures(100, 0, 60, 10), none).checks())
                .extracting(Check::verdict)
                .containsExactly(Verdict.PASS);
    }

    @Test
    void limitsOfAllApplyToAllRoutesTogether() {
        Objectives objectives =
                new Objectives(null, new TreeMap<>(Map.of(Objectives.ALL, new Limit(null, 50, null, null))));

        assertThat(new Judge()
                        .objectives(
                                objectives, 700, figures(5_000, 0, 60, 51), Map.of(ROUTE, figures(5_000, 0, 60, 10)))
                        .checks())
                .extracting(Check::verdict)
                .containsExactly(Verdict.FAIL);
    }

    private static List<Check> judge(Limit limit, @Nullable Figures figures) {
        Objectives objectives = new Objectives(null, new TreeMap<>(Map.of(ROUTE, limit)));
        return new Judge()
                .objectives(
                        objectives,
                        700,
                        figures == null ? Runs.figures(1) : figures,
                        figures == null ? Map.of() : Map.of(ROUTE, figures))
                .checks();
    }

    /** Returns the lateness by share of visits, if only these figures are known. */
    private static DoubleUnaryOperator shares(double p50, double p99, double max) {
        return share -> share <= 0.5 ? p50 : share <= 0.99 ? p99 : max;
    }

    private static Check check(Gate gate, Verdict verdict) {
        return new Check(gate, "a check", verdict, "");
    }

    private static Figures figures(long requests, long failed, double seconds, int milliseconds) {
        return new Figures(
                requests,
                failed,
                requests / seconds,
                milliseconds,
                milliseconds,
                milliseconds,
                milliseconds,
                milliseconds,
                milliseconds,
                milliseconds,
                milliseconds,
                failed == 0 ? new TreeMap<>() : new TreeMap<>(Map.of("status 503", failed)));
    }
}
