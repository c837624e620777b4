package atelier.apidocs;

import static atelier.testing.RawConnection.request;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.apidocs.OpenApiDocument.Operation;
import atelier.database.CatalogueLock;
import atelier.database.Database;
import atelier.testing.Browser;
import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.RawConnection;
import atelier.testing.RawConnection.RawResponse;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dropwizard.testing.ConfigOverride;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With write tokens, the document contains the edit routes, and the service conforms to it. */
@SuppressWarnings("NullAway.Init") // JUnit calls start first.
final class OpenApiEditsTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String BEARER = "Authorization: Bearer " + TOKEN;
    private static final String WRONG_BEARER = "Authorization: Bearer wrong";
    private static final String ANY_STATE = "If-Match: *";

    /** Statuses for which a test must prepare the database or the token gate. */
    private static final Set<String> NEEDING_PREPARATION = Set.of("409", "429", "500", "503");

    private static Service service;
    private static OpenApiDocument document;
    private static List<Operation> changes;

    @BeforeAll
    static void start() {
        service = new Service(
                ConfigOverride.config("changes.tokens", "alice:" + TOKEN),
                ConfigOverride.config("database.statementTimeout", "500ms"),
                ConfigOverride.config("server.applicationConnectors[0].headerTimeout", "200ms"));
        Program.await(
                "the end of the import",
                () -> service.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
                        .equals("0"));
        document = new OpenApiDocument(service.get("/openapi.json").body());
        changes = document.operations().stream()
                .filter(operation -> operation.node().at("/tags/0").asText().equals("changes"))
                .toList();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void documentIsValidOpenApiAsJsonAndYaml() throws IOException {
        OpenApiRules.assertValid(document);
        OpenApiRules.assertEqualsYaml(document, service.get("/openapi.yaml").body());
        OpenApiRules.assertExamplesFit(document);
        // The edit routes are merged into the document and do not replace it.
        assertThat(document.root().get("tags").findValuesAsText("name")).contains("products", "changes");
        assertThat(document.root().at("/info/title").asText()).isEqualTo("Atelier");
    }

    @Test
    void documentHasExactlyTheRoutesAndParametersOfTheService() {
        OpenApiRules.assertNamesTheRoutes(document, service);

        assertThat(changes).hasSize(8).allSatisfy(operation -> {
            assertThat(operation.node().at("/security").toString()).isEqualTo("[{\"writer\":[]}]");
            assertThat(document.parameters(operation, "header")).containsExactly("If-Match", "X-Request-Id");
        });
    }

    @Test
    void everyDocumentedStatusCanOccurAndMatchesTheDocument() throws Exception {
        List<String> faults = new ArrayList<>();
        int provoked = 0;
        SlowRequests slow = SlowRequests.to(service.port(), changes, OpenApiEditsTest::line);
        for (Operation operation : changes) {
            for (String status : operation.statuses()) {
                if (!NEEDING_PREPARATION.contains(status)) {
                    for (RawResponse response : provoke(operation, status, slow)) {
                        check(operation, status, response, faults);
                        provoked++;
                    }
                }
            }
        }
        provoked += provokePrepared(faults);

        assertThat(faults).isEmpty();
        assertThat(provoked).isGreaterThan(8 * 16);
        assertThat(document.headersMet()).containsAll(document.headers(changes));
    }

    private static List<RawResponse> provoke(Operation operation, String status, SlowRequests slow) {
        String line = line(operation);
        List<String> bodies = bodies(operation);
        String body = bodies.get(0);
        return switch (status) {
            case "200" -> accepted(operation, bodies);
            case "400" ->
                operation.node().has("requestBody")
                        ? List.of(
                                ask(line, "{\"name\"", BEARER, ANY_STATE),
                                ask(line, "null", BEARER, ANY_STATE),
                                ask(line, body, BEARER, ANY_STATE, "Host: another"),
                                ask(operation.method() + " " + url(operation, "abc"), body, BEARER, ANY_STATE))
                        : List.of(ask(operation.method() + " " + url(operation, "abc"), body, BEARER, ANY_STATE));
            case "401" ->
                List.of(ask(line, body, ANY_STATE), ask(line, body, ANY_STATE, "Authorization: Basic " + TOKEN));
            case "404" -> List.of(ask(operation.method() + " " + url(operation, "999"), body, BEARER, ANY_STATE));
            case "405" -> List.of(withAnotherMethod(operation));
            case "408" -> List.of(slow.response(line));
            case "412" -> List.of(ask(line, body, BEARER, "If-Match: \"another\""));
            case "413" -> List.of(ask(request(line, BEARER, ANY_STATE, "Content-Length: 2000000")));
            case "414" -> List.of(ask(line + "?" + "x".repeat(9_000), body, BEARER, ANY_STATE));
            case "415" -> List.of(ask(line, body, BEARER, ANY_STATE, "Content-Encoding: gzip"));
            case "417" -> List.of(ask(line, body, BEARER, ANY_STATE, "Expect: the-unexpected"));
            case "422" -> List.of(ask(line, body.startsWith("[") ? "[true]" : "{\"id\":7}", BEARER, ANY_STATE));
            case "426" -> List.of(ask(request(line, BEARER).replace("HTTP/1.1", "HTTP/2.0")));
            case "428" -> List.of(ask(line, body, BEARER));
            case "431" -> List.of(ask(line, body, BEARER, "Cookie: " + "x".repeat(9_000)));
            default -> throw new AssertionError("No request is known that provokes " + status + " of " + operation);
        };
    }

    /** Sends the examples of the document with the current ETag, and checks that the response equals the next GET. */
    private static List<RawResponse> accepted(Operation operation, List<String> bodies) {
        String read = url(operation, "1").replaceFirst("(/products/1)(/styles|/related)?.*", "$1$2");
        List<RawResponse> responses = new ArrayList<>();
        for (String body : bodies) {
            String tag = ask(request("GET " + read)).header("etag");

            RawResponse response =
                    ask(line(operation), body, BEARER, "If-Match: " + tag, "X-Request-Id: frontend-4711");

            RawResponse after = ask(request("GET " + read));
            assertThat(response.body()).isEqualTo(after.body());
            assertThat(response.header("etag")).isEqualTo(after.header("etag"));
            responses.add(response);
        }
        if (operation.path().endsWith("/photos")) {
            String many = "[" + "{\"thumbnail_url\":\"a\",\"url\":\"b\"},".repeat(50)
                    + "{\"thumbnail_url\":\"a\",\"url\":\"b\"}]";
            RawResponse compressed = ask(line(operation), many, BEARER, ANY_STATE, "Accept-Encoding: gzip");
            assertThat(compressed.header("content-encoding")).isEqualTo("gzip");
            responses.add(compressed);
        }
        return responses;
    }

    /** With a token, {@code Allow} names exactly the documented methods of the path. */
    private static RawResponse withAnotherMethod(Operation operation) {
        Set<String> documented = document.operations().stream()
                .filter(other -> other.path().equals(operation.path()))
                .map(Operation::method)
                .collect(Collectors.toCollection(TreeSet::new));
        String other = List.of("PUT", "POST", "DELETE").stream()
                .filter(method -> !documented.contains(method))
                .findFirst()
                .orElse("PATCH");
        RawResponse response = ask(other + " " + url(operation, "1"), "", BEARER, ANY_STATE);
        Set<String> allowed = new TreeSet<>(
                Arrays.asList(requireNonNull(response.header("allow")).split(", ")));
        assertThat(allowed).contains("OPTIONS");
        allowed.remove("OPTIONS");
        assertThat(allowed).as(operation.path()).isEqualTo(documented);
        return response;
    }

    private static int provokePrepared(List<String> faults) throws SQLException {
        int provoked = 0;
        try (Database database = Database.share(service.configuration().getDatabase())) {
            try (Connection connection = database.connect()) {
                CatalogueLock.take(connection);
                provoked += askAll("409", faults);
            }
            try (Connection connection = database.connect()) {
                connection.setAutoCommit(false);
                connection.createStatement().execute("LOCK TABLE catalogue.document IN ACCESS EXCLUSIVE MODE");
                provoked += askAll("503", faults);
                connection.rollback();
            }
            service.execute("ALTER TABLE catalogue.document RENAME TO elsewhere");
            provoked += askAll("500", faults);
            service.execute("ALTER TABLE catalogue.elsewhere RENAME TO document");
        }
        return provoked + askAll("429", faults);
    }

    private static int askAll(String status, List<String> faults) {
        for (Operation operation : changes) {
            if (operation.statuses().contains(status)) {
                String token = BEARER;
                if (status.equals("429")) {
                    sendWrongTokensUntilRefused();
                    token = WRONG_BEARER;
                }
                check(operation, status, ask(line(operation), bodies(operation).get(0), token, ANY_STATE), faults);
            } else {
                faults.add(operation + " does not document " + status);
            }
        }
        return changes.size();
    }

    private static void sendWrongTokensUntilRefused() {
        Program.await(
                "tokens are refused",
                () -> ask("PATCH /products/1", "{}", ANY_STATE, WRONG_BEARER).status() == 429);
    }

    @Test
    @FullTier("hundreds of edits; another test has each status of each route")
    void serviceAcceptsExactlyTheBodiesThatTheSchemaAllows() {
        SplittableRandom random = new SplittableRandom(2_026);
        List<String> faults = new ArrayList<>();
        Set<String> met = new TreeSet<>();
        for (Operation operation : changes) {
            if (!operation.node().has("requestBody")) {
                continue;
            }
            String place = operation
                    .node()
                    .at("/requestBody/content/application~1json/schema/$ref")
                    .asText();
            for (int i = 0; i < 150; i++) {
                JsonNode body = body(random, document.root().at(place.substring(1)));
                boolean allowed = document.faults(place, body).isEmpty();

                RawResponse response = ask(line(operation), body.toString(), BEARER, ANY_STATE);

                boolean taken = response.status() == 200
                        // No schema knows which products exist.
                        || (response.status() == 422 && response.body().contains("but there is no product "));
                if (taken != allowed) {
                    faults.add(operation + " " + body + " is " + (allowed ? "allowed" : "forbidden") + ": " + response);
                }
                document.differences(operation, response).forEach(difference -> faults.add(operation + difference));
                met.add(operation + " " + response.status());
            }
            assertThat(met).contains(operation + " 200", operation + " 400", operation + " 422");
        }

        assertThat(faults).isEmpty();
    }

    private static JsonNode body(SplittableRandom random, JsonNode schema) {
        if (random.nextInt(8) == 0) {
            return value(random);
        }
        if (!schema.get("type").asText().equals("array")) {
            return object(random, schema);
        }
        JsonNode items = document.resolve(schema.get("items"));
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        if (random.nextInt(30) == 0) {
            for (int i = 0; i < 1_001; i++) {
                array.add(1);
            }
            return array;
        }
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            array.add(items.has("properties") ? object(random, items) : number(random));
        }
        return array;
    }

    /** Returns an object that mostly has the properties of the schema, with values that are valid for some field. */
    private static ObjectNode object(SplittableRandom random, JsonNode schema) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        schema.get("properties").fieldNames().forEachRemaining(name -> {
            if (random.nextInt(6) > 0) {
                object.set(name, name.matches("quantity|product_id") ? number(random) : value(random));
            }
        });
        if (random.nextInt(12) == 0) {
            object.put("updated_at", "2026-01-01T00:00:00.000Z");
        }
        return object;
    }

    private static JsonNode number(SplittableRandom random) {
        return oneOf(
                random, "1", "2", "5", "8", "1", "2", "0", "-1", "2147483647", "2147483648", "1.5", "null", "\"1\"");
    }

    private static JsonNode value(SplittableRandom random) {
        return oneOf(
                random,
                "\"\"",
                "\"Größe\"",
                "\"140.00\"",
                "\"99.90\"",
                "\"0.00\"",
                "\"0.01\"",
                "\"9999999999.99\"",
                "\"10000000000.00\"",
                "\"01.00\"",
                "\"140\"",
                "\"1.000\"",
                "\"-1.00\"",
                "null",
                "true",
                "140.00",
                "[]",
                "{}");
    }

    private static JsonNode oneOf(SplittableRandom random, String... choices) {
        return OpenApiDocument.parse(choices[random.nextInt(choices.length)]);
    }

    /** Includes reads, whose headers differ if edits are enabled. */
    @Test
    @FullTier("more than a thousand requests; another test has each status of each route")
    void everyResponseToRandomRequestsIsDocumented() {
        SplittableRandom random = new SplittableRandom(2_026);
        List<String> faults = new ArrayList<>();
        Set<String> met = new TreeSet<>();
        List<String> paths =
                document.operations().stream().map(Operation::path).distinct().toList();
        List<String> methods = List.of("GET", "HEAD", "PATCH", "PUT", "POST", "DELETE", "BREW");
        List<String> ids = List.of("1", "1", "2", "999", "abc", "0", "%41");
        for (int i = 0; i < 1_500; i++) {
            String method = methods.get(random.nextInt(methods.size()));
            String path = paths.get(random.nextInt(paths.size()))
                    .replace("{file_name}", "page.js")
                    .replaceFirst("\\{\\w+}", ids.get(random.nextInt(ids.size())))
                    .replaceAll("\\{\\w+}", "1");
            RawResponse response = ask(
                    method + " " + path,
                    random.nextInt(3) == 0 ? "{\"quantity\": 3}" : "",
                    random.nextInt(4) == 0 ? "X-Nothing: at all" : BEARER,
                    random.nextInt(4) == 0 ? "If-None-Match: *" : ANY_STATE);

            Operation found = document.find(method, path);
            if (found == null && response.status() < 400) {
                faults.add(method + " " + path + " succeeds although it is not documented: " + response);
            } else if (found != null) {
                met.add(found + " " + response.status());
            }
            // Without a token every write is refused, even on an unknown path.
            boolean isRead = method.equals("GET") || method.equals("HEAD");
            Operation operation =
                    found == null ? requireNonNull(document.find(isRead ? method : "PATCH", "/products/1")) : found;
            document.differences(operation, response)
                    .forEach(difference -> faults.add(method + " " + path + " " + response.status() + difference));
        }

        assertThat(faults).isEmpty();
        assertThat(met).hasSizeGreaterThan(60);
    }

    @Test
    @FullTier("loads Swagger UI once more")
    void pageSendsEditWithTypedTokenAndForgetsTheToken() {
        String origin = "http://localhost:" + service.port();
        try (Browser browser = Browser.start()) {
            browser.open(origin + "/docs#/changes/changeStock");
            browser.awaitTrue("document.querySelector('#operations-changes-changeStock .execute') !== null");
            browser.evaluate("document.querySelector('.auth-wrapper .authorize').click()");
            browser.awaitTrue("document.querySelectorAll('.auth-container input').length === 2");
            browser.evaluate("""
                    {
                      const field = [...document.querySelectorAll('.auth-container')]
                        .find(scheme => scheme.innerText.includes('writer')).querySelector('input');
                      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, '%s');
                      field.dispatchEvent(new Event('input', {bubbles: true}));
                      field.closest('form').querySelector('.authorize').click();
                    }
                    """.formatted(TOKEN));
            browser.awaitTrue(
                    "document.querySelector('.auth-container .auth-btn-wrapper button:not(.authorize)') !== null");
            browser.evaluate("document.querySelector('.btn-done').click()");
            browser.evaluate("""
                    {
                      const choice = document.querySelector('[data-param-name="If-Match"] .examples-select-element');
                      choice.value = 'whatever';
                      choice.dispatchEvent(new Event('change', {bubbles: true}));
                    }
                    """);
            browser.awaitTrue("document.querySelector('#operations-changes-changeStock .live-responses-table') !== null"
                    + " || (document.querySelector('#operations-changes-changeStock .execute').click(), false)");

            assertThat(browser.evaluate("document.querySelector('.live-responses-table tbody').innerText")
                            .asText())
                    .startsWith("200");
            assertThat(service.get("/products/1/styles").body()).contains("\"1\":{\"quantity\":8,");
            assertThat(browser.requests()).contains("PATCH " + origin + "/products/1/styles/1/skus/1");
            assertThat(browser.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
                            .asText())
                    .isEqualTo("{}{}");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    /** Returns the documented example bodies of an operation, or one empty text if it has no body. */
    private static List<String> bodies(Operation operation) {
        JsonNode examples = operation.node().at("/requestBody/content/application~1json/examples");
        return examples.isMissingNode()
                ? List.of("")
                : StreamSupport.stream(examples.spliterator(), false)
                        .map(example -> document.resolve(example).get("value").toString())
                        .toList();
    }

    private static String line(Operation operation) {
        return operation.method() + " " + url(operation, "1");
    }

    /** Returns the path with ids that the fixture has for product 1. */
    private static String url(Operation operation, String product) {
        return operation
                .path()
                .replace("{product_id}", product)
                .replace("{related_id}", "2")
                .replaceAll("\\{\\w+}", "1");
    }

    private static void check(Operation operation, String status, RawResponse response, List<String> faults) {
        if (!status.equals(Integer.toString(response.status()))) {
            faults.add(operation + " returned " + response.status() + " instead of " + status);
        }
        document.differences(operation, response)
                .forEach(difference -> faults.add(operation + " " + status + ": " + difference));
    }

    private static RawResponse ask(String line, String body, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length;
        // The connection sends each character as one byte.
        return ask(request(line, all) + new String(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    private static RawResponse ask(String request) {
        return RawConnection.ask(service.port(), request);
    }
}
