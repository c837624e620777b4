package atelier.apidocs;

import static atelier.testing.RawConnection.request;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.apidocs.OpenApiDocument.Operation;
import atelier.database.Database;
import atelier.testing.FullTier;
import atelier.testing.RawConnection;
import atelier.testing.RawConnection.RawResponse;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.common.io.Resources;
import io.dropwizard.testing.ConfigOverride;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service conforms to the document, and the document describes everything that the service does. */
@SuppressWarnings("NullAway.Init") // JUnit calls start first.
final class OpenApiTest {
    private static final Set<String> DATABASE_ERRORS = Set.of("500", "503");

    /** Files of the shop page in place of those of the documentation. */
    private static final Map<String, String> SHOP_FILES = Map.of(
            "page.js", "shop.js",
            "swagger-ui.css", "shop.css",
            "favicon-32x32.png", "api.js",
            "swagger-ui-bundle.js.LICENSE.txt", "shop.js");

    private static Service service;
    private static OpenApiDocument document;

    @BeforeAll
    static void start() {
        service = new Service(
                // Without a cache every request reads the database, which a test makes unavailable.
                ConfigOverride.config("cache.size", "0B"),
                // Pictures are served where there may be a demo catalogue.
                ConfigOverride.config("demo.products", "1"),
                ConfigOverride.config("database.statementTimeout", "200ms"),
                ConfigOverride.config("server.applicationConnectors[0].headerTimeout", "200ms"),
                ConfigOverride.config("products.largestPageSize", "77"),
                ConfigOverride.config("products.defaultPageSize", "2"));
        document = new OpenApiDocument(service.get("/openapi.json").body());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void documentIsValidOpenApiAsJsonAndYaml() throws IOException {
        OpenApiRules.assertValid(document);
        OpenApiRules.assertEqualsYaml(document, service.get("/openapi.yaml").body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apidocs/openapi.yaml",
                "apidocs/openapi-routes.yaml",
                "product/openapi.yaml",
                "product/edit/openapi.yaml",
                "review/openapi.yaml",
                "review/write/openapi.yaml",
                "question/openapi.yaml",
                "question/write/openapi.yaml",
                "cart/openapi.yaml",
                "interaction/openapi.yaml",
                "question/openapi.yaml",
                "review/openapi.yaml",
                "shop/openapi.yaml",
                "picture/openapi.yaml"
            })
    void yamlHasNoDuplicateKeys(String resource) throws IOException {
        String yaml = Resources.toString(Resources.getResource("atelier/" + resource), StandardCharsets.UTF_8);
        YAMLMapper strict = YAMLMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();

        assertThat(strict.readTree(yaml)).isNotEmpty();
    }

    @Test
    void documentHasTheLimitsOfTheSettings() {
        assertThat(document.root().at("/components/parameters/Count/schema"))
                .isEqualTo(OpenApiDocument.parse(
                        "{\"type\":\"integer\",\"format\":\"int32\",\"minimum\":1,\"default\":2}"));
        assertThat(document.root()
                        .at("/components/parameters/Count/description")
                        .asText())
                .contains("A larger number means 77.");
    }

    @Test
    void examplesMatchTheirSchemas() {
        OpenApiRules.assertExamplesFit(document);
    }

    @Test
    void documentHasExactlyTheRoutesAndParametersOfTheService() {
        OpenApiRules.assertNamesTheRoutes(document, service);
    }

    @Test
    void differencesFromTheDocumentAreDetected() {
        Operation operation = requireNonNull(document.find("GET", "/products/1"));
        RawResponse good = ask(request("GET /products/1"));
        Map<String, String> more = new TreeMap<>(good.headers());
        more.put("x-powered-by", "magic");
        Map<String, String> fewer = new TreeMap<>(good.headers());
        fewer.remove("etag");
        Map<String, String> others = new TreeMap<>(good.headers());
        others.put("etag", "W/\"weak\"");
        others.put("content-type", "text/html");

        assertThat(document.differences(operation, good)).isEmpty();
        assertThat(document.differences(operation, new RawResponse(200, more, good.body())))
                .containsExactly("the header x-powered-by is not documented");
        assertThat(document.differences(operation, new RawResponse(200, fewer, good.body())))
                .containsExactly("the header etag is missing");
        assertThat(document.differences(operation, new RawResponse(200, others, good.body())))
                .hasSize(2);
        assertThat(document.differences(operation, new RawResponse(410, good.headers(), good.body())))
                .containsExactly("the status 410 is not documented");
        for (String body : List.of(
                good.body().replace("{\"id\":1,", "{\"id\":1,\"extra\":1,"),
                good.body().replace("{\"id\":1,", "{"),
                good.body().replace("\"140.00\"", "140.00"),
                good.body().replace("\"140.00\"", "\"140\""),
                "[" + good.body() + "]")) {
            assertThat(document.differences(operation, new RawResponse(200, good.headers(), body)))
                    .as(body)
                    .hasSize(1);
        }
    }

    /** The test below shows that no undocumented status occurs. */
    @Test
    void everyDocumentedStatusCanOccurAndMatchesTheDocument() throws Exception {
        List<String> faults = new ArrayList<>();
        int provoked = 0;
        SlowRequests slow = SlowRequests.to(service.port(), reads(), OpenApiTest::line);
        for (Operation operation : reads()) {
            for (String status : operation.statuses()) {
                if (!DATABASE_ERRORS.contains(status)) {
                    for (RawResponse response : provoke(operation, status, slow)) {
                        check(operation, status, response, faults);
                        provoked++;
                    }
                }
            }
        }
        provoked += provokeFaults("500", faults);
        provoked += provokeFaults("503", faults);

        assertThat(faults).isEmpty();
        assertThat(provoked).isGreaterThan(200);
        assertThat(document.headersMet()).containsExactlyInAnyOrderElementsOf(document.headers(reads()));
    }

    /** OpenApiShopperTest has the other operations. */
    private static List<Operation> reads() {
        return document.operations().stream()
                .filter(operation -> service.shopperRoutes().stream().noneMatch(route -> operation.isOf(route)))
                .toList();
    }

    private static String line(Operation operation) {
        return operation.method() + " " + url(operation, "5", "page.js");
    }

    private static List<RawResponse> provoke(Operation operation, String status, SlowRequests slow) {
        String line = line(operation);
        return switch (status) {
            case "200" ->
                List.of(
                        ask(request(line)),
                        ask(request(operation.method() + " " + url(operation, "1", "swagger-ui.css"))),
                        ask(request(operation.method() + " " + url(operation, "3", "favicon-32x32.png"))),
                        ask(request(
                                operation.method() + " " + url(operation, "8", "swagger-ui-bundle.js.LICENSE.txt"),
                                "Accept-Encoding: gzip")));
            case "304" -> List.of(ask(request(line, "If-None-Match: *")));
            case "400" ->
                List.of(
                        ask(request(line, "Host: another")),
                        operation.path().startsWith("/products")
                                ? ask(request(operation.method()
                                        + (operation.path().contains("{")
                                                ? " " + url(operation, "abc", "")
                                                : " /products?page=0")))
                                : ask(request(operation.method() + " " + operation.path() + "%zz")));
            case "404" ->
                List.of(ask(request(operation.method() + " "
                        + url(operation, operation.path().contains("{question_id}") ? "x" : "999", "nothing.js"))));
            case "405" -> List.of(ask(request("PATCH " + url(operation, "5", "page.js"), "Content-Length: 0")));
            case "408" -> List.of(slow.response(line));
            case "413" -> List.of(ask(request(line, "Content-Length: 2000000")));
            case "414" -> List.of(ask(request(line + "?" + "x".repeat(9_000))));
            case "417" -> List.of(ask(request(line, "Expect: the-unexpected")));
            case "422" -> List.of(ask(request(operation.method() + " " + url(operation, "undefined", ""))));
            case "426" -> List.of(ask(request(line).replace("HTTP/1.1", "HTTP/2.0")));
            case "431" -> List.of(ask(request(line, "Cookie: " + "x".repeat(9_000))));
            default -> throw new AssertionError("No request is known that provokes " + status + " of " + operation);
        };
    }

    /** Renames or locks tables, and calls every operation that documents the status. */
    private static int provokeFaults(String status, List<String> faults) throws Exception {
        int provoked = 0;
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection connection = database.connect()) {
            if (status.equals("500")) {
                connection.createStatement().execute("ALTER TABLE catalogue.document RENAME TO elsewhere");
                connection.createStatement().execute("ALTER TABLE catalogue.page_start RENAME TO far_away");
                connection.createStatement().execute("ALTER SCHEMA reviews RENAME TO opinions");
                connection.createStatement().execute("ALTER SCHEMA questions RENAME TO riddles");
            } else {
                connection.setAutoCommit(false);
                connection
                        .createStatement()
                        .execute(
                                "LOCK TABLE catalogue.document, catalogue.page_start, reviews.rating_count, reviews.review,"
                                        + " questions.question, questions.answer IN ACCESS EXCLUSIVE MODE");
            }
            for (Operation operation : reads()) {
                if (operation.statuses().contains(status)) {
                    check(operation, status, ask(request(operation.method() + " " + url(operation, "5", ""))), faults);
                    provoked++;
                }
            }
            if (status.equals("500")) {
                connection.createStatement().execute("ALTER TABLE catalogue.elsewhere RENAME TO document");
                connection.createStatement().execute("ALTER TABLE catalogue.far_away RENAME TO page_start");
                connection.createStatement().execute("ALTER SCHEMA opinions RENAME TO reviews");
                connection.createStatement().execute("ALTER SCHEMA riddles RENAME TO questions");
            } else {
                connection.rollback();
            }
        }
        return provoked;
    }

    @Test
    @FullTier("thousands of requests; the test above has each status of each route")
    void everyResponseToRandomRequestsIsDocumented() {
        SplittableRandom random = new SplittableRandom(2_026);
        List<String> faults = new ArrayList<>();
        Set<String> met = new TreeSet<>();
        for (int i = 0; i < 4_000; i++) {
            String method = oneOf(random, "GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "BREW");
            String path = path(random);
            String request = request(
                    method + " " + oneOf(random, "", "", "/api/fec2/hr-lax") + path + query(random), header(random));

            RawResponse response = ask(request);

            boolean isRead = method.equals("GET") || method.equals("HEAD");
            String plain = path.length() > 2 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
            Operation open = document.find(method, plain);
            Operation found = open == null && !isRead ? document.find("GET", plain) : open;
            if (found == null && response.status() < 400) {
                faults.add(request + " succeeds although it is not documented: " + response);
            } else if (found != null) {
                met.add(found + " " + response.status());
            }
            // Unknown paths return the same errors as every path.
            Operation operation =
                    found == null ? requireNonNull(document.find(isRead ? method : "GET", "/products/1")) : found;
            document.differences(operation, response).forEach(difference -> faults.add(request + difference));
        }

        assertThat(faults).isEmpty();
        assertThat(met).hasSizeGreaterThan(80);
        assertThat(routesCounted()).isSubsetOf(routes()).contains("/products/{product_id}/styles");
    }

    /** Returns the route labels of the request metrics, from Jersey and from the fast path. */
    private static Set<String> routesCounted() {
        Matcher labels = Pattern.compile("http_request_duration_seconds_count\\{.*route=\"([^\"]*)\"")
                .matcher(service.admin("/prometheus"));
        Set<String> routes = new TreeSet<>();
        labels.results().forEach(label -> routes.add(label.group(1)));
        return routes;
    }

    private static Set<String> routes() {
        Set<String> routes = new TreeSet<>(Set.of("none"));
        document.operations().forEach(operation -> routes.add(operation.path()));
        return routes;
    }

    private static String path(SplittableRandom random) {
        String id = oneOf(random, "1", "2", "3", "5", "8", "17", "999", "0", "-1", "abc", "2147483648", "5.5", "%41");
        return oneOf(
                        random,
                        "/",
                        "/products",
                        "/products/" + id,
                        "/products/" + id + "/styles",
                        "/products/" + id + "/related",
                        "/products/" + id + "/reviews",
                        "/reviews",
                        "/reviews/meta",
                        "/qa/questions",
                        "/qa/questions/" + id + "/answers",
                        "/openapi.json",
                        "/openapi.yaml",
                        "/openapi.xml",
                        "/docs",
                        "/docs/api.md",
                        "/shop",
                        "/shop/" + oneOf(random, "shop.js", "shop.css", "index.html", "..%2f", id),
                        "/pictures/" + oneOf(random, "jumper-in-moss-up-close.svg", "jumper.svg", "..%2f", id),
                        "/docs/" + oneOf(random, "page.js", "page.css", "index.html", "swagger-ui.css", "..%2f", id),
                        "/health",
                        "/favicon.ico")
                + oneOf(random, "", "", "", "/");
    }

    private static String query(SplittableRandom random) {
        String number = oneOf(random, "1", "2", "3", "77", "78", "0", "-1", "x", "", "99999999999999999999");
        String product = "?product_id=" + oneOf(random, "1", "2", "3", "5", "8", "999", "0", "x", "", "2147483648");
        return oneOf(
                random,
                "",
                product,
                product,
                product + "&sort=newest&count=" + number,
                "?page=" + number,
                "?count=" + number,
                "?page=2&count=" + number,
                "?sort=x",
                "?&");
    }

    private static String header(SplittableRandom random) {
        return oneOf(
                random,
                "X-Nothing: in particular",
                "Accept-Encoding: gzip",
                "Accept: text/html",
                "If-None-Match: *",
                "If-None-Match: \"other\"",
                "Authorization: a token",
                "X-Request-Id: frontend-4711",
                "Origin: https://shop.example",
                "Range: bytes=0-3",
                "Expect: wonders",
                "Host: another",
                "Bad Header: x",
                "Content-Length: 0",
                "Content-Length: 2000000");
    }

    private static String oneOf(SplittableRandom random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static String url(Operation operation, String product, String file) {
        String served = operation.path().startsWith("/shop/") ? SHOP_FILES.getOrDefault(file, file) : file;
        return operation
                        .path()
                        .replace("{product_id}", product)
                        .replace("{question_id}", product)
                        .replace("{file_name}", served)
                        .replace("{picture_name}", picture(file))
                + document.query(operation, product);
    }

    private static String picture(String file) {
        return file.equals("nothing.js") ? file : "jumper-in-moss-by-the-window.svg";
    }

    private static void check(Operation operation, String status, RawResponse response, List<String> faults) {
        if (!status.equals(Integer.toString(response.status()))) {
            faults.add(operation + " returned " + response.status() + " instead of " + status);
        }
        document.differences(operation, response)
                .forEach(difference -> faults.add(operation + " " + status + ": " + difference));
    }

    private static RawResponse ask(String request) {
        return RawConnection.ask(service.port(), request);
    }
}
