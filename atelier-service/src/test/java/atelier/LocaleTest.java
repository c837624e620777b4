package atelier;

import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import atelier.sample.CatalogueGenerator;
import atelier.sample.Sample;
import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.RawConnection;
import atelier.testing.RawConnection.RawResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs the program where Java would write other digits (Egypt, Iran), other upper-case letters (Turkey) or other
 * separators (Germany).
 */
@FullTier("three processes for each of four locales")
class LocaleTest {
    private static final String CONFIGURATION = "../config.yml";
    private static final int PRODUCTS = 1_234;
    private static final Pattern OTHER_DIGIT = Pattern.compile("[\\p{Nd}&&[^0-9]]");
    private static final String TOKEN = "0123456789abcdefghijklmnopqrstuv";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"ar,EG", "fa,IR", "tr,TR", "de,DE"})
    void startReadsEditsGenerateAndImportDoNotDependOnTheLocale(String language, String country) throws Exception {
        int adminPort = Program.freePort();
        Map<String, String> environment = new HashMap<>(Map.of(
                "JAVA_TOOL_OPTIONS",
                "-Duser.language=" + language + " -Duser.country=" + country,
                "ATELIER_DATA",
                folder.resolve("data").toString(),
                "ADMIN_PORT",
                Integer.toString(adminPort),
                "DEMO_PRODUCTS",
                Integer.toString(PRODUCTS),
                "WRITE_TOKENS",
                "alice:" + TOKEN,
                "CACHE_MAX_AGE",
                "1s",
                "WARM_UP_REQUESTS",
                "10",
                "REQUEST_LOG",
                "json"));
        try (Program service = Program.start(environment, "server", CONFIGURATION)) {
            service.awaitAnswer();

            assertServes(service);
            assertEdits(service);
            assertMetricsAreNumbers(adminPort);
            Path catalogue = generate(environment);
            importFrom(catalogue, environment);
            Program.await(
                    "the new catalogue",
                    () -> !service.get("/products/1").body().contains("1234.50"));
            assertServes(service);
            assertHasNoOtherDigits(service.output());
        }
    }

    private static void assertServes(Program service) {
        HttpResponse<String> list = service.get("/products?page=2&count=3");
        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.headers().map())
                .containsEntry("Cache-Control", List.of("public, max-age=1, stale-while-revalidate=3"))
                .containsEntry("X-Total-Count", List.of(Integer.toString(PRODUCTS)));
        assertThat(list.headers().firstValue("Link").orElse("")).contains("<?page=412&count=3>; rel=\"last\"");
        assertHasNoOtherDigits(list.headers() + list.body());
        for (String path : List.of("/products/7", "/products/7/styles", "/products/7/related", "/openapi.json", "/")) {
            HttpResponse<String> response = service.get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            assertHasNoOtherDigits(response.headers() + response.body());
        }
        assertThat(service.get("/products/I").statusCode()).isEqualTo(400);
        assertThat(service.get("/products/99999").statusCode()).isEqualTo(404);
    }

    private static void assertEdits(Program service) {
        String change = "{\"default_price\":\"1234.50\"}";
        RawResponse response = RawConnection.ask(
                service.port(),
                request(
                                "PATCH /products/1",
                                "If-Match: *",
                                "Content-Type: application/json",
                                "Content-Length: " + change.length(),
                                "Authorization: Bearer " + TOKEN)
                        + change);

        assertThat(response.status()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains("\"default_price\":\"1234.50\"");
        assertHasNoOtherDigits(response.headers() + response.body());
    }

    private static void assertMetricsAreNumbers(int adminPort) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/prometheus"))
                .build();
        String metrics = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();

        assertThat(metrics.lines().filter(line -> !line.startsWith("#")))
                .isNotEmpty()
                .allSatisfy(line -> assertThatCode(() -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .doesNotThrowAnyException());
    }

    /** Generates a catalogue, which must consist of the bytes that this JVM generates. */
    private Path generate(Map<String, String> environment) throws Exception {
        Path catalogue = folder.resolve("catalogue");
        Path expected = folder.resolve("expected");
        run(environment, "generate", catalogue.toString(), "--products", Integer.toString(PRODUCTS), "--dirty");
        CatalogueGenerator.generate(expected, Sample.of(PRODUCTS, 1).withDirt(), false, rows -> {});

        try (Stream<Path> files = Files.list(expected)) {
            assertThat(files)
                    .hasSize(14)
                    .allSatisfy(file ->
                            assertThat(catalogue.resolve(file.getFileName())).hasSameBinaryContentAs(file));
        }
        return catalogue;
    }

    private void importFrom(Path catalogue, Map<String, String> environment) throws Exception {
        Path report = folder.resolve("report.json");
        String rejects = folder.resolve("rejects.csv").toString();

        run(
                environment,
                "import",
                CONFIGURATION,
                catalogue.toString(),
                "--max-rejects",
                "2.5%",
                "--rejects",
                rejects,
                "--report",
                report.toString());

        assertThat(report).content().contains("\"served\" : true");
        assertHasNoOtherDigits(Files.readString(report));
    }

    private static void run(Map<String, String> environment, String... arguments) {
        try (Program program = Program.start(environment, arguments)) {
            assertThat(program.awaitExit()).as(program.output()).isZero();
            assertHasNoOtherDigits(program.output());
        }
    }

    private static void assertHasNoOtherDigits(String text) {
        assertThat(OTHER_DIGIT.matcher(text).find()).as(text).isFalse();
    }
}
