package atelier.perf.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import atelier.perf.parallel.Alone;
import atelier.perf.parallel.BesideOthers;
import atelier.perf.parallel.FullTier;
import atelier.perf.result.Check;
import atelier.perf.result.RunResult;
import atelier.perf.result.Verdict;
import atelier.perf.simulation.RunOfGatling.Ended;
import atelier.perf.simulation.TestApi.Response;
import atelier.perf.simulation.TestApi.Sending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Short runs of Gatling, with page visits, against services that misbehave in one way each, as a real connection shows it. Services that
 * are slow or fail with a status are in {@code MisbehavingServiceTest}, where no busy machine can blur them. The profile is soak, which is not repeated after a failure.
 */
@Execution(CONCURRENT)
class MisbehavingServiceIT {
    private static final String LIMITS = """
            soak: {minRate: 80, routes: {all: {p95: 300, p99: 500, errors: 0}}}
            steady: {minRate: 80, routes: {all: {p95: 300, p99: 500, errors: 0}}}
            """;

    @TempDir
    Path folder;

    static Stream<Arguments> services() {
        return Stream.of(
                service("bodies long after the heads", spoilt(number -> number % 10 == 0, Sending.SLOW_BODY)),
                service("redirects", spoilt(number -> number % 50 == 0, response -> response.with(302))),
                service(
                        "404 for products that exist",
                        spoilt(number -> number % 50 == 0, response -> response.with(404))),
                service(
                        "200 for products that do not exist",
                        api -> api.spoil(response -> response.status() == 404 ? response.with(200) : response)),
                service(
                        "304 with another entity tag",
                        api -> api.spoil(
                                response -> response.status() == 304 ? response.withEtag("\"other\"") : response)),
                service(
                        "another product's body",
                        api -> api.spoil(
                                response -> response.with(response.body().replace("\"id\":", "\"id\":9")))),
                service(
                        "lists that lack a product",
                        api -> api.spoil(
                                response -> response.with(response.body().replaceFirst(",\\{\"id\":\\d+}]$", "]")))),
                service(
                        "pages of HTML",
                        spoilt(number -> number % 50 == 0, response -> response.with("<html>Welcome</html>"))),
                service(
                        "JSON that breaks off",
                        spoilt(
                                number -> number % 50 == 0,
                                response -> response.with(response.body()
                                        .substring(0, response.body().length() - 1)))),
                service("bodies that break off", spoilt(number -> number % 50 == 0, Sending.TRUNCATED)),
                service("connections that are closed", spoilt(number -> number % 50 == 0, Sending.CLOSED)),
                service("requests without a response", spoilt(number -> number % 50 == 0, Sending.NOTHING)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("services")
    @FullTier("a run of Gatling for each of twelve services")
    @BesideOthers
    void misbehavingServiceFails(String name, Consumer<TestApi> misbehaviour) throws Exception {
        try (TestApi api = TestApi.start()) {
            misbehaviour.accept(api);

            Ended run = run(api, "profile=soak", "rate=100", "duration=4s", "warmup=1s");

            assertThat(run.result().verdict()).as("%s: %s", name, run.text()).isEqualTo(Verdict.FAIL);
            assertThat(run.status()).isEqualTo(2);
        }
    }

    @Test
    @Alone("must be fast enough to pass")
    void healthyServicePasses() throws Exception {
        try (TestApi api = TestApi.start()) {
            Ended run = run(api, "profile=soak", "rate=300", "duration=8s", "warmup=3s")
                    .assumePunctual();

            assertThat(run.result().verdict()).as(run.text()).isEqualTo(Verdict.PASS);
            assertThat(run.status()).isZero();
        }
    }

    @Test
    @FullTier("six seconds of a run that would last a minute")
    @BesideOthers
    void runEndsEarlyAndIsNotRepeatedIfAllRequestsFail() throws Exception {
        try (TestApi api = TestApi.start()) {
            api.spoil(response -> response.with(500));
            long begun = System.nanoTime();

            Ended run = run(api, "profile=steady", "rate=100", "warmup=0s");

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(45));
            assertThat(run.status()).as(run.text()).isEqualTo(2);
            assertThat(run.history()).hasSize(1);
            assertThat(run.text())
                    .contains("FAIL the service responds: at least half of the requests failed in each of 5 seconds")
                    .contains("the last one with status 500, expected 200, after 5 s of 60 s; the run was stopped");
            RunResult result = run.result();
            assertThat(result.seconds()).isBetween(5.0, 6.5);
            assertThat(api.received()).hasSizeLessThan(900);
            run.hasAllFiles();
        }
    }

    @Test
    @FullTier("one more run of Gatling")
    @BesideOthers
    void runEndsInItsWarmUpIfAllRequestsFail() throws Exception {
        try (TestApi api = TestApi.start()) {
            api.spoil(response -> response.with(Sending.CLOSED));

            Ended run = run(api, "profile=steady", "rate=700", "warmup=15s");

            assertThat(run.result().checks())
                    .filteredOn(check -> check.verdict() == Verdict.FAIL)
                    .singleElement()
                    .extracting(Check::detail)
                    .asString()
                    .startsWith("in the warm-up, at least half of the requests failed")
                    .contains("the last one with no response, after 5 s of 15 s");
            assertThat(run.status()).isEqualTo(2);
        }
    }

    private Ended run(TestApi api, String... settings) throws IOException, InterruptedException {
        Path limits = Files.writeString(folder.resolve("slo.yml"), LIMITS);
        String[] all = Stream.concat(Stream.of("target=" + api.address(), "slo=" + limits), Stream.of(settings))
                .toArray(String[]::new);
        try (RunOfGatling run = RunOfGatling.start(folder.resolve("reports"), all)) {
            return run.end();
        }
    }

    private static Arguments service(String name, Consumer<TestApi> misbehaviour) {
        return Arguments.of(name, misbehaviour);
    }

    private static Consumer<TestApi> spoilt(IntPredicate number, Sending sending) {
        return spoilt(number, response -> response.with(sending));
    }

    private static Consumer<TestApi> spoilt(IntPredicate number, UnaryOperator<Response> change) {
        return api -> api.spoil(response -> number.test(response.number()) ? change.apply(response) : response);
    }
}
