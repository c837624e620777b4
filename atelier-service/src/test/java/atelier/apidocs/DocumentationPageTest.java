package atelier.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.Browser;
import atelier.testing.FullTier;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningService.class)
class DocumentationPageTest {
    private static final Path FIXTURE = Path.of("src/test/resources/fixture");

    @Test
    void pageExecutesARouteAndLoadsNothingFromOtherOrigins(Service service) {
        assertThat(execute(service, List.of("getProduct"), "/products/1")).hasSize(1);
    }

    @Test
    @FullTier("Swagger UI needs a second for each route")
    void pageExecutesEveryRoute(Service service) {
        assertThat(execute(service, List.of(), "/products/1/styles", "/products?page=2&count=3"))
                .hasSize(operations(service, "get"));
    }

    /**
     * Executes the GET routes with these operation ids on the page, or all, checks that each responds, and that the page has loaded
     * these URLs, and nothing from another origin.
     */
    private static List<String> execute(Service service, List<String> ids, String... urls) {
        service.importFrom(FIXTURE);
        String origin = "http://localhost:" + service.port();
        try (Browser browser = Browser.start()) {
            open(browser, origin + "/docs");
            JsonNode blocks = browser.evaluate("[...document.querySelectorAll('.opblock-get')].map(block => block.id)");

            List<String> answered = new ArrayList<>();
            for (JsonNode block : blocks) {
                if (ids.isEmpty() || ids.stream().anyMatch(id -> block.asText().endsWith("-" + id))) {
                    answered.add(block.asText() + " " + tryOut(browser, block.asText()));
                }
            }

            assertThat(answered)
                    .isNotEmpty()
                    .allMatch(response -> response.contains(" 200 Response body"))
                    .anyMatch(response -> response.contains("Linen Apron"));
            assertThat(browser.requests())
                    .containsAll(
                            Stream.of(urls).map(url -> "GET " + origin + url).toList())
                    .allMatch(request -> request.startsWith("GET " + origin) || request.startsWith("GET data:"));
            assertThat(browser.complaints()).isEmpty();
            return answered;
        }
    }

    /** Executes an operation on the page, and returns the status and the start of the displayed response. */
    private static String tryOut(Browser browser, String operation) {
        execute(browser, operation);
        String place = "document.getElementById('" + operation + "')";
        String shown = browser.evaluate(place + ".querySelector('.live-responses-table tbody').innerText.trim()"
                        + ".replace(/\\s+/g, ' ').slice(0, 300)")
                .asText();
        // Close it, because the page becomes slow when all operations are open.
        browser.evaluate(place + ".querySelector('.opblock-summary-control').click()");
        return shown;
    }

    /** Opens an operation on the page and executes it. */
    private static void execute(Browser browser, String operation) {
        String place = "document.getElementById('" + operation + "')";
        browser.evaluate(place + ".querySelector('.opblock-summary-control').click()");
        // In one expression: Swagger UI may drop resolved references while it resolves others.
        browser.awaitTrue("(button => button !== null && !button.disabled && (button.click(), true))(" + place
                + ".querySelector('.execute'))");
        browser.awaitTrue(place + ".querySelector('.live-responses-table tbody') !== null");
    }

    @Test
    @FullTier("loads the page once more")
    void deepLinkOpensOneRoute(Service service) {
        try (Browser browser = Browser.start()) {
            open(browser, "http://localhost:" + service.port() + "/docs#/products/getStyles");

            browser.awaitTrue("document.querySelector('#operations-products-getStyles .execute') !== null");
            assertThat(browser.evaluate("document.querySelectorAll('.execute').length")
                            .asInt())
                    .isOne();
        }
    }

    @Test
    @FullTier("loads the page once more")
    void executeButtonWorksAsSoonAsItIsEnabled(Service service) {
        try (Browser browser = Browser.start()) {
            browser.ask(
                    "Page.addScriptToEvaluateOnNewDocument",
                    JsonNodeFactory.instance.objectNode().put("source", """
                            new MutationObserver((changes, observer) => {
                              const button = document.querySelector('.execute:enabled');
                              if (button !== null) {
                                observer.disconnect();
                                button.click();
                              }
                            }).observe(document, { attributes: true, childList: true, subtree: true });"""));

            browser.open("http://localhost:" + service.port() + "/docs#/products/getProducts");

            browser.awaitTrue("document.querySelector('.live-responses-table tbody') !== null");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"1440, 900", "390, 844"})
    @FullTier("Swagger UI needs seconds for each of two screens")
    void pageFitsEveryScreenSizeInBothColorSchemes(int width, int height, Service service) {
        try (Browser browser = Browser.start()) {
            browser.show(width, height, false);
            open(browser, "http://localhost:" + service.port() + "/docs");
            execute(browser, "operations-products-getProducts");

            assertFits(browser, width, "rgb(250, 250, 250)");
            browser.show(width, height, true);
            assertFits(browser, width, "rgb(28, 32, 34)");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static void assertFits(Browser browser, int width, String background) {
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(width);
        assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor")
                        .asText())
                .isEqualTo(background);
    }

    @Test
    void pageRunsOnlyItsOwnScripts(Service service) {
        HttpResponse<String> page = service.get("/docs");

        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "script-src 'self';", "connect-src 'self'")
                        .doesNotContain("http"));
        assertThat(page.body()).doesNotContain("<script>", "style=", "onclick");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/index.html",
                "/docs/swagger-ui.js",
                "/docs/pom.properties",
                "/docs/api.md/",
                "/docs/page.js/x",
                "/docs/%2e%2e/openapi.yaml",
                "/docs/..%2fopenapi.yaml",
                "/docs/%2e%2e%2f%2e%2e%2fmigrations.sql",
                "/docs/..%5copenapi.yaml"
            })
    void noOtherFileOfTheJarCanBeRead(String path, Service service) {
        HttpResponse<String> response = service.get(path);

        if (path.equals("/docs/api.md/")) {
            assertThat(response.statusCode()).isEqualTo(200);
        } else {
            assertThat(response.statusCode()).isIn(400, 404);
            assertThat(response.body()).startsWith("{\"code\":" + response.statusCode() + ",\"message\":\"");
        }
    }

    @Test
    void rootDescriptionLinksToAllDocumentation(Service service) {
        JsonNode description = OpenApiDocument.parse(service.get("/").body());
        List<String> links = new ArrayList<>(List.of(
                description.get("documentation").asText(),
                description.get("text").asText()));
        description.get("openapi").forEach(link -> links.add(link.asText()));

        assertThat(links).containsExactly("/docs", "/docs/api.md", "/openapi.json", "/openapi.yaml");
        assertThat(links)
                .allSatisfy(link -> assertThat(service.get(link).statusCode()).isEqualTo(200));
        assertThat(service.get("/").headers().firstValue("Link"))
                .hasValueSatisfying(header -> assertThat(header)
                        .contains(
                                "</openapi.json>; rel=\"service-desc\"",
                                "</openapi.yaml>; rel=\"service-desc\"",
                                "</docs>; rel=\"service-doc\""));
    }

    private static int operations(Service service, String method) {
        return OpenApiDocument.parse(service.get("/openapi.json").body())
                .findValues(method)
                .size();
    }

    private static void open(Browser browser, String address) {
        browser.open(address);
        // The page is complete when it no longer gains operations: the last group is that of the documentation itself.
        browser.awaitTrue("document.getElementById('operations-documentation-headPageFile') !== null");
    }
}
