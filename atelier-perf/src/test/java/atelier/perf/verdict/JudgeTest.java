package atelier.perf.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.measure.Measurement;
import atelier.perf.result.Check;
import atelier.perf.result.Check.Gate;
import atelier.perf.result.Figures;
import atelier.perf.result.Lateness;
import atelier.perf.result.Objectives;
import atelier.perf.result.Objectives.Limit;
import atelier.perf.result.Verdict;
import atelier.perf.schedule.Phase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {
    private static final String ROUTE = "GET /products";

    @Test
    void runWithoutProblemsPasses() {
        assertThat(Judge.verdict(List.of())).isEqualTo(Verdict.PASS);
        assertThat(Judge.verdict(List.of(check(Gate.OBJECTIVE, Verdict.PASS)))).isEqualTo(Verdict.PASS);
    }

    @ParameterizedTest
    @CsvSource({"RESPONSES, FAIL", "OBJECTIVE, INCONCLUSIVE", "BASELINE, INCONCLUSIVE"})
    void invalidRunFailsOnlyForWrongResponses(Gate gate, Verdict verdict) {
        Check invalid = check(Gate.VALIDITY, Verdict.INCONCLUSIVE);

        assertThat(Judge.verdict(List.of(invalid, check(gate, Verdict.FAIL)))).isEqualTo(verdict);
        assertThat(Judge.verdict(List.of(check(gate, Verdict.FAIL), invalid))).isEqualTo(verdict);
        assertThat(Judge.verdict(List.of(check(gate, Verdict.FAIL)))).isEqualTo(Verdict.FAIL);
    }

    @Test
    void interruptedRunIsInconclusiveAndOverloadedRunFails() {
        Judge judge = new Judge()
                .end(null, 60)
                .end(new Phase.Stop(12, false, "interrupted"), 60)
                .end(new Phase.Stop(12, true, "501 visits had no response"), 60);

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
                                "501 visits had no response after 12 s of 60 s; the run was stopped"));
    }

    @Test
    void incompleteLogIsInconclusive() {
        assertThat(new Judge().log(Measurement.none(), null).checks())
                .extracting(Check::verdict)
                .containsExactly(Verdict.INCONCLUSIVE);
    }

    @ParameterizedTest
    @CsvSource({"700, PASS", "686, PASS", "714, PASS", "685.9, INCONCLUSIVE", "714.1, INCONCLUSIVE", "0, INCONCLUSIVE"})
    void rateMayDifferByTwoPercent(double achieved, Verdict verdict) {
        assertThat(new Judge().load(700, achieved, new Lateness(0, 25, 900)).checks())
                .extracting(Check::verdict)
                .containsExactly(verdict, Verdict.PASS);
    }

    @Test
    void lateGeneratorIsInconclusive() {
        assertThat(new Judge().lateness(new Lateness(1, 25.1, 1_900)).checks())
                .containsExactly(new Check(
                        Gate.VALIDITY,
                        "requests were sent on time",
                        Verdict.INCONCLUSIVE,
                        "p99 25.1 ms late; the limit is 25 ms: this machine is too slow or too busy to send this load, "
                                + "so the run says nothing about the service"));
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

        assertThat(judge(new Limit(70, 69, 0.01), figures))
                .containsExactly(
                        new Check(
                                Gate.RESPONSES,
                                ROUTE + ": errors",
                                Verdict.FAIL,
                                "2 of 10,000 requests failed (0.02 %); the limit is 0.01 %; most often: status 503"),
                        new Check(Gate.OBJECTIVE, ROUTE + ": p95", Verdict.PASS, "70 ms; the limit is 70 ms"),
                        new Check(Gate.OBJECTIVE, ROUTE + ": p99", Verdict.FAIL, "70 ms; the limit is 69 ms"));
        assertThat(judge(new Limit(null, null, 0.02), figures))
                .extracting(Check::verdict)
                .containsExactly(Verdict.PASS);
        assertThat(judge(new Limit(null, null, null), figures)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10000, 9999, 99.99", "10000, 10000, 100", "10000, 20, 0.2", "1000000, 1, 0.0001", "7, 1, 14.29"})
    void sharesAreWrittenWithoutExponents(long requests, long failed, String percent) {
        assertThat(judge(new Limit(null, null, 0.0), figures(requests, failed, 60, 10)))
                .singleElement()
                .satisfies(check -> assertThat(check.detail()).contains("(" + percent + " %); the limit is 0 %"));
    }

    @ParameterizedTest
    @CsvSource({
        "399, INCONCLUSIVE, INCONCLUSIVE",
        "400, PASS, INCONCLUSIVE",
        "1999, PASS, INCONCLUSIVE",
        "2000, PASS, PASS"
    })
    void percentileNeedsEnoughRequests(long requests, Verdict p95, Verdict p99) {
        assertThat(judge(new Limit(50, 50, null), figures(requests, 0, 60, 10)))
                .extracting(Check::verdict)
                .containsExactly(p95, p99);
    }

    @Test
    void routeWithoutRequestsIsInconclusive() {
        Objectives objectives = new Objectives(null, new TreeMap<>(Map.of(ROUTE, new Limit(50, 50, 0.0))));

        assertThat(new Judge()
                        .objectives(objectives, 700, figures(5_000, 0, 60, 10), Map.of())
                        .checks())
                .containsExactly(new Check(Gate.OBJECTIVE, ROUTE, Verdict.INCONCLUSIVE, "not requested in this run"));
    }

    @Test
    void limitsOfAllApplyToAllRoutesTogether() {
        Objectives objectives = new Objectives(null, new TreeMap<>(Map.of(Objectives.ALL, new Limit(null, 50, null))));

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
                .objectives(objectives, 700, Runs.figures(1), figures == null ? Map.of() : Map.of(ROUTE, figures))
                .checks();
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
