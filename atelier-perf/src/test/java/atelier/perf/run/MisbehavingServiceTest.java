package atelier.perf.run;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.perf.result.Check;
import atelier.perf.result.Check.Gate;
import atelier.perf.result.RunResult;
import atelier.perf.result.Verdict;
import atelier.perf.run.SimulatedRun.Response;
import atelier.perf.run.SimulatedRun.Service;
import atelier.perf.traffic.Call.Expect;
import atelier.perf.traffic.Route;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of the default profile, with its limits, against services that misbehave in one way each. */
class MisbehavingServiceTest {
    private static final Service SLOW = (call, second, number) -> Response.after(1500);

    @TempDir
    Path folder;

    @Test
    void healthyServicePasses() throws IOException {
        RunResult run = run(healthy());

        assertThat(run.checks()).allMatch(check -> check.verdict() == Verdict.PASS);
        assertThat(run.verdict()).isEqualTo(Verdict.PASS);
        assertThat(run.overall().requests()).isBetween(41_500L, 42_500L);
    }

    static Stream<Arguments> services() {
        return Stream.of(
                service("slow by a constant", () -> SLOW),
                service("slow by little more than the limit", () -> (call, second, number) -> Response.after(32)),
                service("slow once in a hundred", () -> sometimes(100, 1000)),
                service("slow once in twenty", () -> sometimes(20, 100)),
                service("stalls for a second each ten", () -> stalling(10, 1)),
                service("stalls for a second each minute", () -> stalling(60, 1)),
                service("gets slower", () -> (call, second, number) -> Response.after(2 + 2 * second)),
                service(
                        "slow in its first seconds",
                        () -> (call, second, number) -> Response.after(second < 3 ? 800 : 2)),
                service(
                        "slow in its last seconds",
                        () -> (call, second, number) -> Response.after(second > 57 ? 800 : 2)),
                service(
                        "one slow route",
                        () -> (call, second, number) -> Response.after(call.route() == Route.RELATED ? 200 : 2)),
                service(
                        "slow large lists",
                        () -> (call, second, number) ->
                                Response.after(call.path().endsWith("count=100") ? 300 : 2)),
                service(
                        "slow for unknown products",
                        () -> (call, second, number) -> Response.after(call.expect() == Expect.MISSING ? 1500 : 2)),
                service("less capacity than the load", () -> oneAtATime(2)),
                service("pauses for a fifth of a second each five", () -> stalling(5, 0.2)),
                service("errors at 1 %", () -> failing("status 500", 100)),
                service("one error in ten thousand", () -> failing("status 500", 10_000)),
                service(
                        "errors of one route",
                        () -> (call, second, number) -> call.route() == Route.LIST
                                ? Response.after(2).failing("status 500")
                                : Response.after(2)),
                service("500 for all", () -> failing("status 500", 1)),
                service(
                        "503 for a second each ten",
                        () -> (call, second, number) ->
                                second % 10 < 1 ? Response.after(1).failing("status 503") : Response.after(2)),
                service("429 above a rate", MisbehavingServiceTest::limiting),
                service("wrong bodies", () -> failing("jmesPath(id).find.is(7), found 8", 50)),
                service("truncated bodies", () -> failing("Premature close", 200)),
                service("resets", () -> failing("Connection reset by peer", 500)),
                service("one hanging request in a thousand", () -> sometimes(1000, 60_000)),
                service(
                        "hangs from the middle on",
                        () -> (call, second, number) -> Response.after(second > 30 ? 60_000 : 2)),
                service(
                        "dies in the middle",
                        () -> (call, second, number) ->
                                second > 30 ? Response.after(0).failing("Connection refused") : Response.after(2)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("services")
    void misbehavingServiceFails(String name, NewService service) throws IOException {
        RunResult run = run(service.start());

        assertThat(run.verdict()).as("%s: %s", name, run.checks()).isEqualTo(Verdict.FAIL);
        assertThat(run.checks())
                .as("the generator is not blamed")
                .filteredOn(check -> check.name().equals("requests were sent on time"))
                .allMatch(check -> check.verdict() == Verdict.PASS);
    }

    @Test
    void latenciesDoNotChangeTheRateThatWasSent() throws IOException {
        RunResult run = run(SLOW);

        assertThat(run.checks())
                .filteredOn(check -> check.gate() == Gate.VALIDITY)
                .extracting(Check::verdict)
                .containsOnly(Verdict.PASS);
        assertThat(run.checks())
                .filteredOn(check -> check.verdict() == Verdict.FAIL)
                .extracting(Check::name)
                .contains("rate", "all: p95", "all: p99", "all: p99.9", "GET /products: p95");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "profile=steady rate=50 duration=5s warmup=1s",
                "profile=steady mix=flat",
                "profile=steady baseline=compare",
                "profile=original",
                "profile=stress",
                "profile=capacity duration=3s",
                "profile=soak duration=60s",
                "profile=smoke",
                "profile=smoke duration=3s",
                "profile=smoke rate=100 duration=60s"
            })
    void slowServiceFailsInEveryKindOfRun(String settings) throws IOException {
        assertThat(run(SLOW, settings.split(" ")).verdict()).isEqualTo(Verdict.FAIL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"original", "stress", "capacity", "soak", "smoke"})
    void healthyServicePassesOrIsMeasuredInEveryKindOfRun(String profile) throws IOException {
        RunResult run = run(healthy(), "profile=" + profile, profile.equals("soak") ? "duration=90s" : "seed=1");

        assertThat(run.verdict()).as("%s", run.checks()).isEqualTo(Verdict.PASS);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.04, 2})
    void smokePassesASlowMachine(double lateness) throws IOException {
        RunResult run = SimulatedRun.of(
                folder,
                (call, second, number) -> Response.after(second < 1 ? 1300 : 300 + 1000 * lateness),
                due -> lateness,
                "profile=smoke");

        assertThat(run.verdict()).as("%s", run.checks()).isEqualTo(Verdict.PASS);
    }

    @ParameterizedTest
    @CsvSource({
        // seconds of lateness of all visits; or of those in the tenth second
        "0.04, 0, 1500, FAIL",
        "0.2, 0, 1500, FAIL",
        "0.2, 0, 100, INCONCLUSIVE",
        "0.04, 0, 2, INCONCLUSIVE",
        "0, 1, 1500, FAIL",
        "0, 1, 100, FAIL",
        "0, 1, 2, INCONCLUSIVE"
    })
    void lateGeneratorHidesNoBrokenLimitAndBreaksNone(double always, double once, double milliseconds, Verdict verdict)
            throws IOException {
        DoubleUnaryOperator late = due -> always + (due >= 10 && due < 11 ? once : 0);

        // The generator's lateness also adds to the latencies of the time.
        RunResult run = SimulatedRun.of(
                folder,
                (call, second, number) -> Response.after(milliseconds + 1000 * late.applyAsDouble(second)),
                late,
                "profile=steady");

        assertThat(run.verdict()).as("%s", run.checks()).isEqualTo(verdict);
    }

    @Test
    void runEndsSoonAfterAllRequestsFail() throws IOException {
        int[] requests = {0};
        RunResult run = run((call, second, number) -> {
            requests[0] = number;
            return Response.after(2).failing("status 500");
        });

        assertThat(run.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(run.interrupted()).isTrue();
        assertThat(run.checks())
                .filteredOn(check -> check.verdict() == Verdict.FAIL)
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.name()).isEqualTo("the service responds");
                    assertThat(check.detail())
                            .startsWith("in the warm-up, at least half of the requests failed in each of 5 seconds")
                            .contains("the last one with status 500")
                            .endsWith("after 5 s of 15 s; the run was stopped");
                });
        assertThat(requests[0]).isLessThan(1500);
    }

    @ParameterizedTest
    @CsvSource({"profile=stress, 60", "profile=soak duration=60s, 60", "profile=steady, 60"})
    void runWithErrorsInASpikeOrForAMomentLastsToItsEnd(String settings, double seconds) throws IOException {
        RunResult run = run(
                (call, second, number) ->
                        second >= 20 && second < 24.5 ? Response.after(1).failing("status 503") : Response.after(2),
                settings.split(" "));

        assertThat(run.seconds()).isEqualTo(seconds);
        assertThat(run.verdict()).isEqualTo(settings.contains("stress") ? Verdict.PASS : Verdict.FAIL);
    }

    private RunResult run(Service service, String... settings) throws IOException {
        return SimulatedRun.of(folder, service, settings);
    }

    private interface NewService {
        Service start();
    }

    private static Arguments service(String name, NewService service) {
        return Arguments.of(name, service);
    }

    private static Service healthy() {
        SplittableRandom random = new SplittableRandom(3);
        return (call, second, number) -> Response.after(random.nextInt(100) == 0 ? 20 : 1 + random.nextDouble());
    }

    private static Service sometimes(int often, double milliseconds) {
        return (call, second, number) -> Response.after(number % often == 0 ? milliseconds : 2);
    }

    private static Service failing(String failure, int often) {
        return (call, second, number) -> number % often == 0 ? Response.after(2).failing(failure) : Response.after(2);
    }

    /** Responds to nothing in the last {@code length} of each {@code period} of seconds. */
    private static Service stalling(double period, double length) {
        return (call, second, number) -> {
            double phase = second < 0 ? 0 : second % period;
            return Response.after(phase < period - length ? 2 : 1000 * (period - phase) + 2);
        };
    }

    /** Serves one request after the other. */
    private static Service oneAtATime(double milliseconds) {
        double[] free = {0};
        return (call, second, number) -> {
            if (second < 0) {
                return Response.after(milliseconds);
            }
            free[0] = Math.max(free[0], second) + milliseconds / 1000;
            return Response.after(1000 * (free[0] - second));
        };
    }

    /** Accepts 650 requests in each second. */
    private static Service limiting() {
        int[] counted = {-1, 0};
        return (call, second, number) -> {
            if ((int) second != counted[0]) {
                counted[0] = (int) second;
                counted[1] = 0;
            }
            return ++counted[1] > 650 ? Response.after(0).failing("status 429") : Response.after(2);
        };
    }
}
