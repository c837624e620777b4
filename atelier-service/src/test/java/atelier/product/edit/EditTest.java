package atelier.product.edit;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.product.prepare.DocumentRebuild;
import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.RecordedLog;
import atelier.testing.RunningService.Service;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.testing.ConfigOverride;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each route changes, and what it refuses. */
class EditTest {
    private static final String ALICE = "alice-0123456789abcdef0123456789abcdef";
    private static final String BOB = "bob-0123456789abcdef0123456789abcdef";
    private static final Path FIXTURE = Path.of("src/test/resources/fixture");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Service service;
    private static Writer alice;

    /** The state of the database after the last import. */
    private static String untouched = "";

    @BeforeAll
    static void start() {
        service = new Service(ConfigOverride.config("changes.tokens", "alice:" + ALICE + ",bob:" + BOB));
        alice = new Writer(service.port(), ALICE);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** Imports the fixture, unless no test has changed it since. */
    @BeforeEach
    void serveTheFixture() {
        if (state().equals(untouched)) {
            return;
        }
        service.importFrom(FIXTURE);
        Program.await(
                "the import's end",
                () -> service.query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
                        .equals("0"));
        untouched = state();
    }

    private static String state() {
        return service.query("SELECT concat_ws(' ', imported_at, changes, shape,"
                + " (SELECT count(*) FROM catalogue.document)) FROM catalogue.edition");
    }

    private static JsonNode json(String path) throws Exception {
        return JSON.readTree(service.get(path).body());
    }

    private static String audit(String columns) {
        return service.query("SELECT " + columns + " FROM audit.change JOIN catalogue.edition ON edition = imported_at"
                + " ORDER BY number DESC LIMIT 1");
    }

    private static String lines() {
        return service.query("SELECT count(*) FROM audit.change JOIN catalogue.edition ON edition = imported_at");
    }

    @Test
    void aProductsFieldsChangeAndNothingElse() throws Exception {
        JsonNode before = json("/products/1");

        HttpResponse<String> response = alice.change(
                "PATCH", "/products/1", "/products/1", "{\"name\": \"Apron\", \"default_price\": \"99.90\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(service.get("/products/1").body());
        assertThat(response.headers().firstValue("ETag"))
                .isEqualTo(service.get("/products/1").headers().firstValue("ETag"));
        JsonNode after = json("/products/1");
        assertThat(after.get("name").textValue()).isEqualTo("Apron");
        assertThat(after.get("default_price").textValue()).isEqualTo("99.90");
        assertThat(Instant.parse(after.get("updated_at").textValue()))
                .isAfter(Instant.parse(before.get("updated_at").textValue()));
        for (String same :
                new String[] {"id", "campus", "slogan", "description", "category", "created_at", "features"}) {
            assertThat(after.get(same)).isEqualTo(before.get(same));
        }
        JsonNode row = json("/products?page=1&count=1").get(0);
        assertThat(row.get("name")).isEqualTo(after.get("name"));
        assertThat(row.get("updated_at")).isEqualTo(after.get("updated_at"));
    }

    @Test
    void editOfACatalogueInAnotherShapeReturns409AndChangesNothing() throws Exception {
        service.execute("UPDATE catalogue.edition SET shape = shape + 1");
        String before = service.get("/products/1").body();

        HttpResponse<String> response = alice.change("PATCH", "/products/1", "/products/1", "{\"name\": \"Apron\"}");

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(JSON.readTree(response.body()).get("message").textValue())
                .isEqualTo("The service is being updated; try again when that has ended");
        assertThat(service.query("SELECT product FROM catalogue.document WHERE product_id = 1"))
                .doesNotContain("\"name\":\"Apron\"");
        assertThat(service.get("/products/1").body()).isEqualTo(before);
    }

    @Test
    void featuresAreReplacedInTheirOrder() throws Exception {
        String features = "[{\"feature\":\"Sole\",\"value\":null},{\"feature\":\"Sole\",\"value\":\"Cork\"},"
                + "{\"feature\":\"Lace\",\"value\":\"\"}]";

        HttpResponse<String> response = alice.change("PUT", "/products/5/features", "/products/5", features);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json("/products/5").get("features")).isEqualTo(JSON.readTree(features));
        assertThat(alice.change("PUT", "/products/5/features", "/products/5", "[]")
                        .statusCode())
                .isEqualTo(200);
        assertThat(json("/products/5").get("features")).isEmpty();
    }

    @Test
    void aStylesPricesChange() throws Exception {
        HttpResponse<String> response = alice.change(
                "PATCH",
                "/products/1/styles/2",
                "/products/1/styles",
                "{\"original_price\": \"9999999999.99\", \"sale_price\": null}");

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode style = json("/products/1/styles").get("results").get(1);
        assertThat(style.get("style_id").intValue()).isEqualTo(2);
        assertThat(style.get("original_price").textValue()).isEqualTo("9999999999.99");
        assertThat(style.get("sale_price").isNull()).isTrue();
        alice.change("PATCH", "/products/1/styles/2", "/products/1/styles", "{\"sale_price\": \"0.01\"}");
        assertThat(json("/products/1/styles")
                        .get("results")
                        .get(1)
                        .get("sale_price")
                        .textValue())
                .isEqualTo("0.01");
        assertThat(json("/products/1/styles")
                        .get("results")
                        .get(1)
                        .get("original_price")
                        .textValue())
                .isEqualTo("9999999999.99");
    }

    @Test
    void photosAreReplacedInOrderAndNoPhotosAreOneOfNulls() throws Exception {
        String photos = "[{\"thumbnail_url\":\"https://b\",\"url\":null},{\"thumbnail_url\":\"a\",\"url\":\"c\"}]";
        String none = "[{\"thumbnail_url\":null,\"url\":null}]";

        alice.change("PUT", "/products/1/styles/1/photos", "/products/1/styles", photos);
        assertThat(json("/products/1/styles").get("results").get(0).get("photos"))
                .isEqualTo(JSON.readTree(photos));

        alice.change("PUT", "/products/1/styles/1/photos", "/products/1/styles", "[]");
        assertThat(json("/products/1/styles").get("results").get(0).get("photos"))
                .isEqualTo(JSON.readTree(none));
        assertThat(service.query("SELECT count(*) FROM catalogue.photo WHERE style_id = 1"))
                .isEqualTo("0");
        String lines = lines();
        assertThat(alice.change("PUT", "/products/1/styles/1/photos", "/products/1/styles", none)
                        .statusCode())
                .isEqualTo(200);
        assertThat(lines()).isEqualTo(lines);
    }

    @Test
    void aSkusQuantityChangesAndNotWhenTheProductWasUpdated() throws Exception {
        String product = service.get("/products/1").body();
        String tag = alice.tag("/products/1");
        String list = alice.tag("/products");
        String related = alice.tag("/products/1/related");

        HttpResponse<String> response = alice.change(
                "PATCH", "/products/1/styles/1/skus/3", "/products/1/styles", "{\"quantity\": 2147483647}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"3\":{\"quantity\":2147483647,\"size\":\"M\"}");
        assertThat(service.get("/products/1/styles").body()).isEqualTo(response.body());
        assertThat(service.get("/products/1").body()).isEqualTo(product);
        assertThat(alice.tag("/products/1")).isEqualTo(tag);
        assertThat(alice.tag("/products")).isEqualTo(list);
        assertThat(alice.tag("/products/1/related")).isEqualTo(related);
    }

    @Test
    void relatedProductsAreSetAddedAndRemoved() {
        assertThat(alice.change("PUT", "/products/1/related", "/products/1/related", "[5,5,1,2]")
                        .body())
                .isEqualTo("[5,5,1,2]");
        assertThat(alice.change("POST", "/products/1/related", "/products/1/related", "{\"product_id\": 5}")
                        .body())
                .isEqualTo("[5,5,1,2,5]");
        assertThat(alice.change("DELETE", "/products/1/related/5", "/products/1/related", "")
                        .body())
                .isEqualTo("[1,2]");
        assertThat(alice.change("DELETE", "/products/1/related/5", "/products/1/related", "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(service.get("/products/1/related").body()).isEqualTo("[1,2]");
        assertThat(alice.change("PUT", "/products/1/related", "/products/1/related", "[]")
                        .body())
                .isEqualTo("[]");
    }

    @Test
    void noMoreRelatedProductsAreAddedThanCanBeSet() throws Exception {
        String most = "[" + "2,".repeat(999) + "2]";
        assertThat(alice.change("PUT", "/products/1/related", "/products/1/related", most)
                        .statusCode())
                .isEqualTo(200);

        HttpResponse<String> response =
                alice.change("POST", "/products/1/related", "/products/1/related", "{\"product_id\": 5}");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(JSON.readTree(response.body())
                        .get("fields")
                        .get("product_id")
                        .textValue())
                .isEqualTo("cannot be added to the 1000 existing ones; the maximum is 1000");
        assertThat(service.get("/products/1/related").body()).isEqualTo(most);
    }

    @Test
    void theLegacyBasePathReturnsTheSame() {
        assertThat(alice.change(
                                "PATCH",
                                "/api/fec2/hr-lax/products/2",
                                "/api/fec2/hr-lax/products/2",
                                "{\"slogan\": \"\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void anEditWithoutADifferenceChangesNothing() throws Exception {
        String before = service.get("/products/1").body();
        String name = json("/products/1").get("name").toString();

        for (String body : new String[] {"{}", "{\"name\":" + name + "}", "{\"default_price\":\"140.00\"}"}) {
            HttpResponse<String> response = alice.change("PATCH", "/products/1", "/products/1", body);

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo(before);
        }
        assertThat(lines()).isEqualTo("0");
    }

    @Test
    void theSameContentHasTheSameTagAgain() {
        String tag = alice.tag("/products/1/styles");

        String other = alice.change("PATCH", "/products/1/styles/1/skus/1", "/products/1/styles", "{\"quantity\": 7}")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        String back = alice.change("PATCH", "/products/1/styles/1/skus/1", "/products/1/styles", "{\"quantity\": 8}")
                .headers()
                .firstValue("ETag")
                .orElseThrow();

        assertThat(other).isNotEqualTo(tag);
        assertThat(back).isEqualTo(tag);
    }

    @Test
    void aChangeLeavesALineThatSaysWhoAndWhatBeforeAndAfter() {
        Writer bob = new Writer(service.port(), BOB);

        bob.send(
                "PATCH",
                "/products/1/styles/2",
                "{\"original_price\": \"1.00\", \"sale_price\": \"100.00\"}",
                "If-Match",
                bob.tag("/products/1/styles"),
                "X-Request-Id",
                "frontend-4711");

        assertThat(audit("changed_by")).isEqualTo("bob");
        assertThat(audit("request_id")).isEqualTo("frontend-4711");
        assertThat(audit("product_id")).isEqualTo("1");
        assertThat(audit("place")).isEqualTo("/styles/2");
        // The sale price was that already.
        assertThat(audit("before")).isEqualTo("{\"original_price\": \"140.00\"}");
        assertThat(audit("after")).isEqualTo("{\"original_price\": \"1.00\"}");
        assertThat(audit("now() - changed_at < interval '1 min'")).isEqualTo("t");
        assertThat(audit("number")).isEqualTo("1");
    }

    @Test
    void theLineOfAProductSaysWhenItWasUpdatedBefore() throws Exception {
        String before = json("/products/3").get("updated_at").textValue();

        alice.change("PATCH", "/products/3", "/products/3", "{\"category\": \"Berets\"}");

        String after = json("/products/3").get("updated_at").textValue();
        assertThat(audit("before")).isEqualTo("{\"category\": \"Hats\", \"updated_at\": \"" + before + "\"}");
        assertThat(audit("after")).isEqualTo("{\"category\": \"Berets\", \"updated_at\": \"" + after + "\"}");
        assertThat(audit("request_id")).matches("[0-9a-f]+-[0-9a-f]+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'; DROP TABLE catalogue.product; --",
                "%s %1$s \\\\ {} ${HOME} ? ?? :name",
                "Größe – 大 \\uD83E\\uDDE5 e\\u0301 \\u202E \\uFEFF",
                "<script>alert(1)</script>",
                "line\\nbreak\\ttab \\u0001 \\u007f \\\"quoted\\\""
            })
    void textIsStoredUnchanged(String escaped) throws Exception {
        String text = JSON.readTree("\"" + escaped + "\"").textValue();

        HttpResponse<String> response =
                alice.change("PATCH", "/products/2", "/products/2", "{\"name\":\"" + escaped + "\"}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json("/products/2").get("name").textValue()).isEqualTo(text);
        assertThat(service.query("SELECT name FROM catalogue.product WHERE id = 2"))
                .isEqualTo(text);
        assertThat(service.query("SELECT count(*) FROM catalogue.product")).isEqualTo("6");
        assertThat(audit("after ->> 'name'")).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PATCH | /products/1 | {"name": ""} | name | must be a text that is not empty, but was ""
            PATCH | /products/1 | {"name": null} | name | must be a text that is not empty, but was null
            PATCH | /products/1 | {"slogan": 5} | slogan | must be a text, but was 5
            PATCH | /products/1 | {"category": ["a"]} | category | must be a text that is not empty, but was ["a"]
            PATCH | /products/1 | {"default_price": 140.00} | default_price | must be a price as a text with two decimals, from "0.00" to "9999999999.99", but was 140.0
            PATCH | /products/1 | {"default_price": "140"} | default_price | must be a price as a text with two decimals, from "0.00" to "9999999999.99", but was "140"
            PATCH | /products/1 | {"default_price": "-1.00"} | default_price | must be a price as a text with two decimals, from "0.00" to "9999999999.99", but was "-1.00"
            PATCH | /products/1 | {"default_price": "10000000000.00"} | default_price | must be a price as a text with two decimals, from "0.00" to "9999999999.99", but was "10000000000.00"
            PATCH | /products/1 | {"default_price": "٣.00"} | default_price | must be a price as a text with two decimals, from "0.00" to "9999999999.99", but was "٣.00"
            PATCH | /products/1 | {"updated_at": "x"} | updated_at | cannot be changed here; only these can: category, default_price, description, name, slogan
            PATCH | /products/1 | {"name": "a\\u0000b"} | name | must not hold the character U+0000, which PostgreSQL cannot keep
            PATCH | /products/1 | {"name": "\\ud800"} | name | must not hold half a character (a surrogate without its other half)
            PUT | /products/1/features | [{"feature": "a"}] | [0].value | is missing
            PUT | /products/1/features | [{"feature": "a", "value": null}, {"feature": "", "value": 1}] | [1].feature | must be a text that is not empty, but was ""
            PUT | /products/1/features | [{"feature": "a", "value": null}, {"feature": "", "value": 1}] | [1].value | must be a text or null, but was 1
            PUT | /products/1/features | ["a"] | [0] | must be an object with feature, value
            PUT | /products/1/features | [{"feature": "a", "value": "b", "id": 1}] | [0].id | cannot be changed here; only these can: feature, value
            PATCH | /products/1/styles/1 | {"sale_price": "0.00"} | sale_price | must be a price as a text with two decimals, from "0.01" to "9999999999.99", or null where there is no sale, but was "0.00"
            PATCH | /products/1/styles/1 | {"original_price": null} | original_price | must be a price as a text with two decimals, from "0.00" to "9999999999.99", but was null
            PATCH | /products/1/styles/1 | {"default?": true} | default? | cannot be changed here; only these can: name, original_price, sale_price
            PUT | /products/1/styles/1/photos | [{"thumbnail_url": null, "url": 3}] | [0].url | must be a text or null, but was 3
            PATCH | /products/1/styles/1/skus/1 | {"quantity": -1} | quantity | must be a whole number from 0 to 2147483647, but was -1
            PATCH | /products/1/styles/1/skus/1 | {"quantity": 2147483648} | quantity | must be a whole number from 0 to 2147483647, but was 2147483648
            PATCH | /products/1/styles/1/skus/1 | {"quantity": 1.5} | quantity | must be a whole number from 0 to 2147483647, but was 1.5
            PATCH | /products/1/styles/1/skus/1 | {"quantity": "1"} | quantity | must be a whole number from 0 to 2147483647, but was "1"
            PATCH | /products/1/styles/1/skus/1 | {} | quantity | is missing
            PUT | /products/1/related | [2, 0] | [1] | must be a whole number from 1 to 2147483647, but was 0
            PUT | /products/1/related | [2, 99, 5, 98] | [1] | must be a product's id, but there is no product 99
            PUT | /products/1/related | [2, 99, 5, 98] | [3] | must be a product's id, but there is no product 98
            POST | /products/1/related | {"product_id": 77} | [2] | must be a product's id, but there is no product 77
            """)
    void invalidFieldsAreNamedAndNothingIsChanged(String method, String path, String body, String field, String message)
            throws Exception {
        String product = service.get("/products/1").body();
        String read = path.replaceFirst("(/products/1)(/styles|/related)?.*", "$1$2");

        HttpResponse<String> response = alice.change(method, path, read, body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        JsonNode error = JSON.readTree(response.body());
        assertThat(error.get("code").intValue()).isEqualTo(422);
        assertThat(error.get("fields").get(field).textValue()).isEqualTo(message);
        assertThat(service.get("/products/1").body()).isEqualTo(product);
        assertThat(lines()).isEqualTo("0");
    }

    @Test
    void allFaultsAreReportedTogether() throws Exception {
        HttpResponse<String> response = alice.change(
                "PATCH",
                "/products/1",
                "/products/1",
                "{\"name\": \"\", \"slogan\": 1, \"default_price\": \"x\", \"id\": 2}");

        assertThat(JSON.readTree(response.body()).get("fields").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("name", "slogan", "default_price", "id");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PATCH | /products/1 | '' | 400
            PATCH | /products/1 | {"name": "a", "name": "b"} | 400
            PATCH | /products/1 | {"name": "a"} {} | 400
            PATCH | /products/1 | {"name" | 400
            PATCH | /products/1 | [] | 400
            PATCH | /products/1 | null | 400
            PUT | /products/1/features | {} | 400
            PATCH | /products/abc | {} | 400
            PATCH | /products/1/styles/x | {} | 400
            PATCH | /products/1/styles/1/skus/1.5 | {"quantity": 1} | 400
            PATCH | /products/999 | {} | 404
            PATCH | /products/1/styles/999 | {} | 404
            PATCH | /products/1/styles/4 | {} | 404
            PATCH | /products/1/styles/1/skus/4 | {"quantity": 1} | 404
            PATCH | /products/1/styles/1/skus/null | {"quantity": 1} | 400
            PATCH | /nothing | {} | 404
            POST | /products | {} | 405
            DELETE | /products/1 | '' | 405
            PUT | /products/1 | {} | 405
            """)
    void invalidBodiesReturnTheErrorShape(String method, String path, String body, int status) throws Exception {
        HttpResponse<String> response = alice.send(method, path, body, "If-Match", "*");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(JSON.readTree(response.body()).get("code").intValue()).isEqualTo(status);
        assertThat(lines()).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /products, 'GET, HEAD, OPTIONS'",
        "DELETE, /products/1, 'GET, HEAD, OPTIONS, PATCH'",
        "PUT, /products/1/styles, 'GET, HEAD, OPTIONS'",
        "PATCH, /products/1/related, 'GET, HEAD, OPTIONS, POST, PUT'",
        "GET, /products/1/features, 'OPTIONS, PUT'",
        "HEAD, /products/1/features, 'OPTIONS, PUT'",
        "GET, /products/1/styles/1/skus/1, 'OPTIONS, PATCH'"
    })
    void whatAPathHasInsteadStandsBesideEvery405(String method, String path, String methods) {
        HttpResponse<String> response = alice.send(method, path, "", "If-Match", "*");

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().allValues("Allow")).containsExactly(methods);
        HttpResponse<String> options = service.send("OPTIONS", path);
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.body()).isEmpty();
        assertThat(options.headers().allValues("Allow")).containsExactly(methods);
    }

    @ParameterizedTest
    @CsvSource({"/, 'GET, HEAD, OPTIONS'", "/docs/page.js, 'GET, HEAD, OPTIONS'", "/nowhere, 'GET, HEAD, OPTIONS'"})
    void preflightSucceedsOnEveryPathAndAllowsOnlyReads(String path, String methods) {
        HttpResponse<String> response = service.send("OPTIONS", path, "Access-Control-Request-Method", "PATCH");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().allValues("Allow")).containsExactly(methods);
        assertThat(response.headers().allValues("Access-Control-Allow-Methods")).containsExactly("GET, HEAD, OPTIONS");
    }

    @Test
    void tagsMayComeInSeveralLines() {
        String tag = alice.tag("/products/1");

        assertThat(alice.send("PATCH", "/products/1", "{}", "If-Match", "\"a\"", "If-Match", tag)
                        .statusCode())
                .isEqualTo(200);
        assertThat(alice.send("PATCH", "/products/1", "{}", "If-Match", "\"a\"", "If-Match", "\"b\"")
                        .statusCode())
                .isEqualTo(412);
    }

    @ParameterizedTest
    @CsvSource({"gzip, 415", "br, 415", "'identity, gzip', 415", "identity, 200", "'', 200"})
    void whatIsCompressedIsNotRead(String coding, int status) {
        HttpResponse<String> response =
                alice.send("PATCH", "/products/1", "{\"name\":\"A\"}", "If-Match", "*", "Content-Encoding", coding);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Accept-Encoding").isPresent()).isEqualTo(status == 415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // In no coding that JSON has: the bytes that begin UTF-32 in none of its orders, and half of it.
                "\u00FE\u00FF\u0000\u0000{}",
                "\u0000\u0000\u00FF\u00FE{}",
                "\u0000\u0000\u0000{\u00FF\u00FF\u00FF\u00FF",
                "\u0000\u0000\u0000{\u0000\u0000",
                "{\"name\": \"\u00C3\"}"
            })
    void bodiesInNoJsonEncodingReturn400(String bytes) throws Exception {
        assertIsNoJson(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void tooDeeplyNestedOrTooLongJsonReturns400() throws Exception {
        for (String body : new String[] {
            "[".repeat(1_001),
            "{\"a\":".repeat(1_001),
            "{\"name\": " + "1".repeat(1_001) + "}",
            "{\"name\": 0." + "1".repeat(1_001) + "}",
            "{\"" + "k".repeat(50_001) + "\": 1}"
        }) {
            assertIsNoJson(body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void assertIsNoJson(byte[] body) throws Exception {
        HttpResponse<String> response = alice.send("PATCH", "/products/1", body, "If-Match", "*");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        JsonNode error = JSON.readTree(response.body());
        assertThat(error.get("code").intValue()).isEqualTo(400);
        assertThat(error.get("message").textValue())
                .startsWith("The body must be JSON in UTF-8")
                .doesNotContain("null");
        assertThat(lines()).isEqualTo("0");
    }

    @Test
    void aBodyThatIsTooLargeOrHasTooManyElementsIsRefused() {
        String tooMany = "[" + "1,".repeat(1_000) + "1]";

        assertThat(alice.send("PUT", "/products/1/related", tooMany, "If-Match", "*")
                        .statusCode())
                .isEqualTo(400);
        assertThat(alice.send("PUT", "/products/1/related", " ".repeat(70_000) + "[]", "If-Match", "*")
                        .statusCode())
                .isEqualTo(413);
        assertThat(alice.send("PUT", "/products/1/related", "[" + "1,".repeat(999) + "1]", "If-Match", "*")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void missingAndWrongTokensReturn401WithoutDetails() {
        for (String token : new String[] {"", "bob-0123456789abcdef0123456789abcdee"}) {
            Writer nobody = new Writer(service.port(), token);
            for (String path : new String[] {"/products/1", "/products/999", "/nothing"}) {
                HttpResponse<String> response = nobody.send("PATCH", path, "{", "If-Match", "*");

                assertThat(response.statusCode()).isEqualTo(401);
                assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"atelier\"");
                assertThat(response.body())
                        .isEqualTo("{\"code\":401,\"message\":\"PATCH needs a token: Authorization: Bearer …\"}");
            }
        }
        assertThat(lines()).isEqualTo("0");
    }

    @Test
    void ifMatchIsRequiredAndMustBeTheEntityTagOfTheChangedResponse() {
        String product = alice.tag("/products/1");
        String styles = alice.tag("/products/1/styles");
        String body = "{\"name\": \"Second\"}";

        assertThat(alice.send("PATCH", "/products/1", body).statusCode()).isEqualTo(428);
        assertThat(alice.send("DELETE", "/products/1/related/2", "").statusCode())
                .isEqualTo(428);
        for (String tag : new String[] {
            styles, "W/" + product, product.replace("\"", ""), "\"x\"", product.replace("\"", "'"), "nothing"
        }) {
            assertThat(alice.send("PATCH", "/products/1", body, "If-Match", tag).statusCode())
                    .as(tag)
                    .isEqualTo(412);
        }
        assertThat(lines()).isEqualTo("0");
        assertThat(alice.send("PATCH", "/products/1", body, "If-Match", "\"x\", " + product)
                        .statusCode())
                .isEqualTo(200);
        assertThat(alice.send("PATCH", "/products/1", body, "If-Match", product).statusCode())
                .isEqualTo(412);
        assertThat(alice.send("PATCH", "/products/1", "{\"name\": \"Third\"}", "If-Match", "*")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void ifMatchMayHaveSeveralLines() {
        String tag = alice.tag("/products/1");

        for (String[] tags : new String[][] {{"\"x\"", tag}, {tag, "\"x\""}, {"", tag}}) {
            assertThat(alice.send("PATCH", "/products/1", "{}", "If-Match", tags[0], "If-Match", tags[1])
                            .statusCode())
                    .as("%s, %s", tags[0], tags[1])
                    .isEqualTo(200);
        }
        assertThat(alice.send("PATCH", "/products/1", "{}", "If-Match", "\"x\"", "If-Match", "\"y\"")
                        .statusCode())
                .isEqualTo(412);
    }

    @Test
    @FullTier("ten seconds of edits that wait for a lock")
    void waitingEditsAreTimedLoggedAndBounded() throws Exception {
        double slow = metric("slow_change_transactions_total");
        double timed = metric("change_transaction_duration_seconds_count");
        ExecutorService clients = Executors.newCachedThreadPool();
        List<Future<HttpResponse<String>>> responses = new ArrayList<>();
        try (RecordedLog log = new RecordedLog("atelier");
                Database database = Database.share(service.configuration().getDatabase());
                Connection importing = database.connect()) {
            importing.setAutoCommit(false);
            importing.createStatement().execute("SELECT FROM catalogue.edition FOR UPDATE");
            Program.await("the seventeenth to be refused and a slow one to be logged", () -> {
                // Each of those that wait is given up after a second, and the next takes its place.
                // Slow ones share one line a second, which another test may just have had.
                responses.add(clients.submit(
                        () -> alice.send("PATCH", "/products/1", "{\"name\":\"4711\"}", "If-Match", "*")));
                return metric("change_pool_connections{state=\"active\"}") > 0
                        && logged(log).stream()
                                .anyMatch(line -> line.contains("16 changes are waiting for the database already"))
                        && logged(log).stream().anyMatch(line -> line.startsWith("WriteTransactions.run took "));
            });
            importing.rollback();
            for (Future<HttpResponse<String>> response : responses) {
                assertThat(response.get(10, TimeUnit.SECONDS).statusCode()).isIn(200, 503);
            }

            assertThat(logged(log))
                    .filteredOn(line -> line.startsWith("WriteTransactions.run took "))
                    .allSatisfy(line -> assertThat(line)
                            .matches("WriteTransactions\\.run took \\d+ ms \\(lookups: 1, slow executions"
                                    + " since the last line: \\d+\\): all of its statements"));
        } finally {
            clients.shutdown();
        }
        assertThat(metric("slow_change_transactions_total")).isGreaterThan(slow);
        assertThat(metric("change_transaction_duration_seconds_count"))
                .isGreaterThanOrEqualTo(timed + 16)
                .isLessThan(timed + responses.size());
    }

    private static List<String> logged(RecordedLog log) {
        return log.lines().stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static double metric(String name) {
        return service.admin("/prometheus")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theEntityTagOfTheCompressedResponseIsAccepted() {
        alice.change("PATCH", "/products/1", "/products/1", "{\"description\": \"" + "long ".repeat(1_000) + "\"}");
        String tag = alice.send("GET", "/products/1", "", "Accept-Encoding", "gzip")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        assertThat(tag).endsWith("-gzip\"");

        HttpResponse<String> response =
                alice.send("PATCH", "/products/1", "{\"name\": \"Zipped\"}", "If-Match", tag, "If-None-Match", tag);

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void anEditThatFailsHalfwayLeavesNothing() {
        String before = service.get("/products/1").body();
        String row = service.query("SELECT product::text FROM catalogue.product WHERE id = 1");
        service.execute("CREATE FUNCTION audit.fail() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN RAISE EXCEPTION ''disk on fire''; END';"
                + " CREATE TRIGGER fail BEFORE INSERT ON audit.change FOR EACH ROW EXECUTE FUNCTION audit.fail()");
        try {
            HttpResponse<String> response = alice.change("PATCH", "/products/1", "/products/1", "{\"name\": \"Lost\"}");

            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).doesNotContain("fire");
        } finally {
            service.execute("DROP TRIGGER fail ON audit.change; DROP FUNCTION audit.fail");
        }
        assertThat(service.get("/products/1").body()).isEqualTo(before);
        assertThat(service.query("SELECT product::text FROM catalogue.product WHERE id = 1"))
                .isEqualTo(row);
        assertThat(service.query("SELECT changes FROM catalogue.edition")).isEqualTo("0");
        assertThat(alice.change("PATCH", "/products/1", "/products/1", "{\"name\": \"Kept\"}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void documentsAreWhatARebuildMakesOfTheTables() {
        alice.change("PUT", "/products/1/features", "/products/1", "[{\"feature\":\"a\",\"value\":\"b\"}]");
        alice.change(
                "PUT",
                "/products/1/styles/3/photos",
                "/products/1/styles",
                "[{\"thumbnail_url\":\"a\",\"url\":\"b\"}]");
        String document = service.query("SELECT document::text FROM catalogue.document WHERE product_id = 1");

        service.execute("DELETE FROM catalogue.document WHERE product_id = 1");
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection connection = database.connect()) {
            DocumentRebuild.complete(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }

        assertThat(service.query("SELECT document::text FROM catalogue.document WHERE product_id = 1"))
                .isEqualTo(document);
    }
}
