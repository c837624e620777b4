package atelier.perf.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import atelier.perf.parallel.Alone;
import atelier.perf.parallel.BesideOthers;
import atelier.perf.parallel.FullTier;
import atelier.perf.result.Check;
import atelier.perf.result.Figures;
import atelier.perf.result.Objectives;
import atelier.perf.result.RunResult;
import atelier.perf.result.Verdict;
import atelier.perf.simulation.RunOfGatling.Ended;
import atelier.perf.simulation.TestApi.Response;
import atelier.perf.simulation.TestApi.Sending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;

/**
 * Short runs of Gatling, with page visits, against services that misbehave, as a real connection shows it. Services that are slow or fail
 * with a status are in {@code MisbehavingServiceTest}, where no busy machine can blur them. The profile is soak, which is not repeated
 * after a failure.
 */
@Execution(CONCURRENT)
class MisbehavingServiceIT {
    private static final String LIMITS = """
            soak:
              minRate: 80
              routes:
                all: {p95: 300, p99: 500, errors: 0}
                GET /qa/questions/:id/answers: {p95: 300}
            steady:
              minRate: 80
              routes:
                all: {p95: 300, p99: 500, errors: 0}
            """;

    @TempDir
    Path folder;

    /**
     * A way to misbehave, and how the run must name it.
     *
     * @param path the paths of the responses that are spoilt
     * @param status their status
     * @param every how many of these one is spoilt of
     * @param route the route whose errors must be of that kind
     */
    private record Misbehaviour(
            String name,
            Pattern path,
            int status,
            int every,
            UnaryOperator<Response> change,
            String route,
            String kind) {
        private boolean isFor(Response response, int[] seen) {
            return status == response.status() && path.matcher(response.path()).matches() && ++seen[0] % every == 0;
        }
    }

    private static final String PRODUCT = "/products/\\d+";
    private static final String CONNECTIONS = "connections are kept";
    private static final String SLOW_ROUTE = "GET /qa/questions/:id/answers";

    /** No two of them have both the same route and the same kind, so that each must be found by itself. */
    private static final List<Misbehaviour> ERRORS = List.of(
            misbehaviour(
                    "redirects",
                    "/products/\\d+/styles",
                    8,
                    response -> response.with(302),
                    "GET /products/:id/styles",
                    "status 302, expected 200"),
            misbehaviour(
                    "404 for products that exist",
                    PRODUCT,
                    8,
                    response -> response.with(404),
                    "GET /products/:id",
                    "status 404, expected 200"),
            new Misbehaviour(
                    "200 for products that do not exist",
                    Pattern.compile("/products/.*"),
                    404,
                    1,
                    response -> response.with(200),
                    Objectives.ALL,
                    "status 200, expected 404"),
            new Misbehaviour(
                    "304 with another entity tag",
                    Pattern.compile("/products/.*"),
                    304,
                    1,
                    response -> response.withEtag("\"other\""),
                    Objectives.ALL,
                    "status 304 does not agree with the ETag"),
            misbehaviour(
                    "another product's body",
                    PRODUCT,
                    7,
                    response -> response.with(response.body().replace("\"id\":", "\"id\":9")),
                    "GET /products/:id",
                    "another id than expected"),
            misbehaviour(
                    "lists that lack a product",
                    "/products",
                    2,
                    response -> response.with(response.body().replaceFirst(",\\{\"id\":\\d+}]$", "]")),
                    "GET /products",
                    "another products than expected"),
            misbehaviour(
                    "pages of HTML",
                    "/products/\\d+/related",
                    5,
                    response -> response.with("<html>Welcome</html>"),
                    "GET /products/:id/related",
                    "status 200 with an unreadable body"),
            misbehaviour(
                    "JSON that breaks off",
                    "/products/\\d+/styles",
                    7,
                    MisbehavingServiceIT::brokenOff,
                    "GET /products/:id/styles",
                    "status 200 with an unreadable body"),
            misbehaviour(
                    "JSON of shoppers that breaks off",
                    "/reviews/meta",
                    7,
                    MisbehavingServiceIT::brokenOff,
                    "GET /reviews/meta",
                    "the body is not JSON"),
            misbehaviour(
                    "bodies that break off",
                    "/reviews",
                    3,
                    response -> response.with(Sending.TRUNCATED),
                    "GET /reviews",
                    "no response"),
            misbehaviour(
                    "requests without a response",
                    "/qa/questions",
                    4,
                    response -> response.with(Sending.NOTHING),
                    "GET /qa/questions",
                    "no response within 10 s"));

    /** All in one run, because each run starts a JVM. That any of these errors alone fails a run is in {@code MisbehavingServiceTest}. */
    @Test
    @FullTier("twenty seconds of a run")
    @BesideOthers
    void eachMisbehaviourIsFoundAndFailsTheRun() throws Exception {
        try (TestApi api = TestApi.start()) {
            AtomicInteger truncated = new AtomicInteger();
            api.spoil(spoilt(truncated));

            Ended run = run(api, "profile=soak", "rate=200", "duration=5s", "warmup=0s");

            RunResult result = run.result();
            assertThat(result.verdict()).as(run.text()).isEqualTo(Verdict.FAIL);
            assertThat(run.status()).isEqualTo(2);
            assertThat(ERRORS)
                    .allSatisfy(misbehaviour -> assertThat(
                                    figures(result, misbehaviour.route()).errorsByKind())
                            .as(misbehaviour.name())
                            .containsKey(misbehaviour.kind()));
            assertThat(result.overall().errorsByKind().keySet())
                    .as("nothing else fails")
                    .isSubsetOf(ERRORS.stream().map(Misbehaviour::kind).toList());
            assertThat(failed(result))
                    .as("errors of any number, bodies long after the heads, and connections that are closed")
                    .contains("all: errors", SLOW_ROUTE + ": p95", CONNECTIONS);
            assertThat(sentAgain(result))
                    .as("requests whose connection was closed without a response, beside those whose body broke off")
                    .isGreaterThan(truncated.get());
        }
    }

    /** @param truncated counts the bodies that break off */
    private static UnaryOperator<Response> spoilt(AtomicInteger truncated) {
        Map<Misbehaviour, int[]> seen = new HashMap<>();
        ERRORS.forEach(misbehaviour -> seen.put(misbehaviour, new int[1]));
        AtomicInteger ratings = new AtomicInteger();
        return response -> {
            synchronized (seen) {
                for (Misbehaviour misbehaviour : ERRORS) {
                    if (misbehaviour.isFor(response, Objects.requireNonNull(seen.get(misbehaviour)))) {
                        Response spoilt = misbehaviour.change().apply(response);
                        truncated.addAndGet(spoilt.sending() == Sending.TRUNCATED ? 1 : 0);
                        return spoilt;
                    }
                }
            }
            if (response.path().endsWith("/answers")) {
                return response.with(Sending.SLOW_BODY);
            }
            // Gatling sends such a request again, as a browser does.
            return response.path().equals("/reviews/meta") && ratings.incrementAndGet() % 5 == 0
                    ? response.with(Sending.CLOSED)
                    : response;
        };
    }

    private static Misbehaviour misbehaviour(
            String name, String path, int every, UnaryOperator<Response> change, String route, String kind) {
        return new Misbehaviour(name, Pattern.compile(path), 200, every, change, route, kind);
    }

    private static Response brokenOff(Response response) {
        return response.with(response.body().substring(0, response.body().length() - 1));
    }

    private static int sentAgain(RunResult result) {
        String detail = result.checks().stream()
                .filter(check -> check.name().equals(CONNECTIONS))
                .map(Check::detail)
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(detail.replaceFirst("for (\\d+) of .*", "$1"));
    }

    private static Figures figures(RunResult result, String route) {
        return route.equals(Objectives.ALL)
                ? result.overall()
                : Objects.requireNonNull(result.routes().get(route));
    }

    private static List<String> failed(RunResult result) {
        return result.checks().stream()
                .filter(check -> check.verdict() == Verdict.FAIL)
                .map(Check::name)
                .toList();
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

            Ended run = run(api, RunOfGatling.WITH_PAGES, "profile=steady", "rate=100", "warmup=0s");

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
}
