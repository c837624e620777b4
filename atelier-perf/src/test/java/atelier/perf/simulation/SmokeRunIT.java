package atelier.perf.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import atelier.perf.parallel.BesideOthers;
import atelier.perf.parallel.FullTier;
import atelier.perf.result.RunResult;
import atelier.perf.result.Verdict;
import atelier.perf.simulation.RunOfGatling.Ended;
import atelier.perf.simulation.TestApi.Received;
import atelier.perf.simulation.TestApi.Response;
import atelier.perf.traffic.PrivateAuthority;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Smoke runs, and mistakes that are reported before a run. */
@Order(2)
@Execution(CONCURRENT)
class SmokeRunIT {
    private static final Pattern OTHER_DIGIT = Pattern.compile("[\\p{Nd}&&[^0-9]]");

    @TempDir
    Path folder;

    @TempDir
    Path reports;

    @Test
    @BesideOthers
    void passesWhenEveryKindOfRequestSucceeds() throws Exception {
        try (TestApi api = TestApi.start()) {
            Ended run = smoke(api.address(), RunOfGatling.WITH_PAGES, "rate=60", "duration=5s", "warmup=1s");

            assertThat(run.status()).as(run.text()).isZero();
            run.hasAllFiles();
            RunResult result = run.result();
            assertThat(result.verdict()).isEqualTo(Verdict.PASS);
            assertThat(result.routes())
                    .containsKeys(
                            "GET /products",
                            "GET /products/:id",
                            "GET /products/:id/styles",
                            "GET /products/:id/related",
                            "GET /reviews",
                            "GET /reviews/meta",
                            "GET /qa/questions",
                            "GET /qa/questions/:id/answers",
                            "GET /cart",
                            "POST /cart",
                            "POST /interactions",
                            "PUT /reviews/:id/helpful");
            assertThat(result.interrupted()).isFalse();
            assertThat(run.history()).hasSize(1);
            assertThat(api.received()).extracting(Received::status).contains(200, 201, 204, 404);
        }
    }

    @ParameterizedTest
    @FullTier("two more runs of Gatling")
    @CsvSource({"ar,EG", "tr,TR"})
    @BesideOthers
    void verdictAndFilesDoNotDependOnTheLocale(String language, String country) throws Exception {
        try (TestApi api = TestApi.start()) {
            Ended run = smoke(
                    api.address(),
                    RunOfGatling.WITH_PAGES,
                    "user.language=" + language,
                    "user.country=" + country,
                    "rate=100",
                    "duration=2s",
                    "warmup=0s");

            assertThat(run.status()).as(run.text()).isZero();
            run.hasAllFiles();
            assertThat(run.text())
                    .contains("PASS: smoke, ", " of 100 requests/s for 2 s, p50 ")
                    .doesNotContainPattern(OTHER_DIGIT);
            for (String name : List.of("result.json", "summary.md", "junit.xml")) {
                assertThat(reports.resolve(run.result().id()).resolve(name))
                        .content()
                        .doesNotContainPattern(OTHER_DIGIT);
            }
        }
    }

    /** Each fault is on a route of its own, so each must fail a check of its own. */
    @Test
    @FullTier("one more run of Gatling; FAIL is also what SteadyRunIT sees")
    @BesideOthers
    void failsOnEachFaultWithoutARepetition() throws Exception {
        Path limits = Files.writeString(folder.resolve("slo.yml"), """
                smoke:
                  routes:
                    GET /products: {errors: 0}
                    GET /products/:id: {errors: 0}
                    GET /reviews: {errors: 0}
                """);
        try (TestApi api = TestApi.start()) {
            api.spoil(SmokeRunIT::spoilt);

            // Also on a busy machine long enough for a visitor to write and read again.
            Ended run = smoke(api.address(), "rate=60", "duration=5s", "warmup=0s", "slo=" + limits);

            assertThat(run.status()).as(run.text()).isEqualTo(2);
            run.hasOwnFiles();
            assertThat(run.history()).hasSize(1);
            String summary = Files.readString(reports.resolve(run.result().id()).resolve("summary.md"));
            assertThat(run.text()).contains("FAIL: smoke");
            for (String reason : List.of(
                    "FAIL GET /products: errors: ",
                    "; most often: status 500, expected 200",
                    "FAIL GET /products/:id: errors: ",
                    "; most often: another id than expected",
                    "FAIL GET /reviews: errors: ",
                    "; most often: stale: GET /reviews does not show what the visitor wrote before")) {
                assertThat(run.text()).contains(reason);
                assertThat(summary).contains(reason);
            }
        }
    }

    private static Response spoilt(Response response) {
        if (response.path().equals("/products")) {
            return response.with(500);
        }
        if (response.path().equals("/reviews")) {
            return response.with(response.body().replaceAll("\"helpfulness\":\\d+", "\"helpfulness\":0"));
        }
        return response.with(response.body().replace("\"id\":", "\"id\":9"));
    }

    @Test
    @BesideOthers
    @FullTier("a start of Gatling; ProbeTest has the message")
    void closedPortIsReportedInOneLine() throws Exception {
        String address;
        try (TestApi api = TestApi.start()) {
            address = api.address();
        }

        Ended run = smoke(address);

        assertThat(run.lines()).singleElement().asString().startsWith("nothing listens at " + address + ":");
        assertHasNotBegun(run);
    }

    @Test
    @BesideOthers
    @FullTier("two starts of Gatling; SettingsTest and ProbeTest have the messages")
    void wrongSettingsAreReportedBeforeAnyLoad() throws Exception {
        try (TestApi api = TestApi.start();
                RunOfGatling misspelt =
                        RunOfGatling.start(reports, "target=" + api.address(), "profile=smok", "rate=fast");
                RunOfGatling outside = RunOfGatling.start(
                        reports, "target=" + api.address(), "profile=smoke", "ids=uniform@1..100000")) {
            Ended run = misspelt.end();
            assertThat(run.lines())
                    .containsExactly(
                            "-Dprofile=smok: not one of smoke, steady, capacity, stress, soak, replay, original",
                            "-Drate=fast: not a number");
            assertHasNotBegun(run);

            run = outside.end();
            assertThat(run.lines())
                    .containsExactly(
                            "-Dids selects products up to 100,000, but the highest id of the service is 1,000");
            assertHasNotBegun(run);
            assertThat(api.received()).isEmpty();
        }
    }

    @Test
    @FullTier("one more run of Gatling, for addresses that few settings have")
    @BesideOthers
    void severalTargetsWithPrefixesAllGetLoad() throws Exception {
        try (TestApi first = TestApi.start("/api");
                TestApi second = TestApi.start("/other/api")) {
            Ended run = smoke(
                    first.address() + "," + second.address() + "/", "duration=2s", "warmup=0s", "mix=flat", "rate=100");

            assertThat(run.status()).as(run.text()).isZero();
            assertThat(first.received())
                    .isNotEmpty()
                    .extracting(Received::path)
                    .allMatch(path -> path.startsWith("/api/"));
            assertThat(second.received()).isNotEmpty();
        }
    }

    @Test
    @FullTier("one more run of Gatling, over https")
    @BesideOthers
    void httpsTargetOfAPrivateAuthorityGetsLoad() throws Exception {
        PrivateAuthority authority = PrivateAuthority.create(reports.resolve("authority"));
        try (TestApi api = TestApi.start(authority.server())) {
            Ended run = smoke(
                    api.address(), "authority=" + authority.certificate(), "rate=100", "duration=2s", "warmup=0s");

            assertThat(run.status()).as(run.text()).isZero();
            assertThat(run.result().overall().requests()).isGreaterThan(20);
            assertThat(api.received()).hasSizeGreaterThan(20);
        }
    }

    @Test
    @BesideOthers
    @FullTier("a run of Gatling beside a service and a PostgreSQL; EmbeddedServiceIT starts and stops them")
    void embeddedServiceIsStartedAndStopped() throws Exception {
        Ended run = smoke("embedded", "duration=2s", "warmup=1s");

        assertThat(run.status()).as(run.text()).isZero();
        run.hasOwnFiles();
        assertThat(run.result().server()).singleElement().satisfies(node -> {
            assertThat(node.problem()).isEmpty();
            assertThat(node.figures().get("requests"))
                    .isGreaterThanOrEqualTo((double) run.result().overall().requests());
        });
        URI admin = URI.create("http://" + run.result().server().get(0).node());
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> new Socket(admin.getHost(), admin.getPort()).close());
    }

    private Ended smoke(String target, String... settings) throws IOException, InterruptedException {
        String[] all = Stream.concat(Stream.of("target=" + target, "profile=smoke"), Stream.of(settings))
                .toArray(String[]::new);
        try (RunOfGatling run = RunOfGatling.start(reports, all)) {
            return run.end();
        }
    }

    private static void assertHasNotBegun(Ended run) throws IOException {
        assertThat(run.status()).isEqualTo(1);
        try (Stream<Path> files = Files.list(run.reports())) {
            assertThat(files.map(Path::getFileName).map(Objects::toString)).isEmpty();
        }
    }
}
