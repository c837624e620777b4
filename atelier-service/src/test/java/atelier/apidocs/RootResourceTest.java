package atelier.apidocs;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.Browser;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningService.class)
class RootResourceTest {
    private static final String PAGE = "text/html;charset=utf-8";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "TEXT/HTML",
                "text/html;q=0.5, */*;q=0.1",
                "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
            })
    void browserGetsThePage(String accept, Service service) {
        assertThat(type(service, accept)).isEqualTo(PAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/json",
                "application/json, text/plain, */*",
                "text/html, application/json;q=0.9",
                "text/plain",
                "text/htmlx",
                "x/text/html",
                "nonsense"
            })
    void programGetsTheDescription(String accept, Service service) {
        assertThat(type(service, accept)).isEqualTo("application/json");
        assertThat(service.get("/", "Accept", accept).body())
                .isEqualTo(service.get("/").body());
    }

    @Test
    void responseDependsOnAcceptAndHasItsOwnTag(Service service) {
        HttpResponse<String> json = service.get("/");
        HttpResponse<String> page = service.get("/", "Accept", "text/html");
        String tag = page.headers().firstValue("ETag").orElseThrow();

        assertThat(json.headers().allValues("Vary")).containsExactly("Accept, Accept-Encoding");
        assertThat(page.headers().allValues("Vary")).containsExactly("Accept, Accept-Encoding");
        assertThat(page.headers().firstValue("Link")).isEqualTo(json.headers().firstValue("Link"));
        assertThat(service.get("/", "Accept", "text/html", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
        assertThat(service.get("/", "If-None-Match", tag).statusCode()).isEqualTo(200);
    }

    @Test
    void everyLinkOfThePageLeadsSomewhere(Service service) {
        String origin = "http://localhost:" + service.port();
        try (Browser browser = Browser.start()) {
            browser.show(390, 844, true);
            browser.open(origin + "/");
            JsonNode links = browser.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))");

            assertThat(links).hasSizeGreaterThan(6);
            assertThat(links)
                    .allSatisfy(link ->
                            assertThat(service.get(link.asText()).statusCode()).isEqualTo(200));
            assertThat(links.toString()).contains("\"/shop\"", "\"/docs\"", "\"/products?page=1&count=5\"");
            assertThat(browser.evaluate("document.body.innerText").asText()).contains("/products/{product_id}/styles");
            assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                    .isLessThanOrEqualTo(390);
            assertThat(browser.complaints()).isEmpty();
            assertThat(browser.requests())
                    .allMatch(request -> request.startsWith("GET " + origin) || request.startsWith("GET data:"));
        }
    }

    private static String type(Service service, String accept) {
        return service.get("/", "Accept", accept)
                .headers()
                .firstValue("Content-Type")
                .orElseThrow();
    }
}
