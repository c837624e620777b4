package atelier.shop;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import io.dropwizard.testing.ConfigOverride;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningService.class)
class ShopResourceTest {
    private static final Path EXAMPLE = Path.of("../docs/example");

    @Test
    void everyFileOfTheExampleIsServed(Service service) throws Exception {
        try (Stream<Path> files = Files.list(EXAMPLE)) {
            List<Path> all = files.filter(file -> !file.endsWith("index.html")).toList();

            assertThat(all).isNotEmpty();
            for (Path file : all) {
                HttpResponse<String> response = service.get("/shop/" + file.getFileName());
                assertThat(response.body()).isEqualTo(Files.readString(file));
                assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                        .startsWith(file.toString().endsWith(".css") ? "text/css;" : "text/javascript;");
            }
        }
    }

    @Test
    void theExampleIsSmall() throws Exception {
        try (Stream<Path> files = Files.list(EXAMPLE)) {
            assertThat(files.mapToLong(ShopResourceTest::lines).sum()).isLessThanOrEqualTo(700);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/shop", "/shop/", "/shop?product=1", "/api/fec2/hr-lax/shop"})
    void thePageLoadsItsFilesUnderEveryPath(String path, Service service) {
        assertThat(service.get(path).body())
                .contains("href=\"/shop/shop.css\"", "src=\"/shop/shop.js\"")
                .doesNotContain("\"./", "<script>", "style=", "onclick");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?api=https://other.example", "?api=http://localhost:9&product=1", "?token=x"})
    void noLinkChangesThePageOrItsPolicy(String query, Service service) {
        assertThat(service.get("/shop" + query).body())
                .isEqualTo(service.get("/shop").body())
                .contains("data-api=\"\"");
        assertThat(policy(service, query)).isEqualTo(policy(service, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/shop", "/shop/shop.css", "/shop/shop.js", "/docs", "/docs/swagger-ui.css", "/docs/api.md"})
    void noCacheUsesAnOldFileForANewPage(String path, Service service) {
        HttpResponse<String> response = service.get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Cache-Control")).contains("public, max-age=1");
    }

    @Test
    void thePageRunsOnlyItsOwnScripts(Service service) {
        assertThat(policy(service, ""))
                .contains(
                        "default-src 'none'",
                        "script-src 'self';",
                        "style-src 'self';",
                        "connect-src 'self';",
                        "frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/shop/index.html", "/shop/openapi.yaml", "/shop/..%2fopenapi.yaml", "/shop/shop.js/x"})
    void noOtherFileOfTheJarCanBeRead(String path, Service service) {
        assertThat(service.get(path).statusCode()).isIn(400, 404);
    }

    @Test
    void thePageCanBeSwitchedOff() {
        try (Service service = new Service(ConfigOverride.config("shop.page", "off"))) {
            assertThat(service.get("/shop").statusCode()).isEqualTo(404);
            assertThat(service.get("/shop/shop.js").statusCode()).isEqualTo(404);
            assertThat(service.get("/", "Accept", "text/html").body()).doesNotContain("/shop");
            assertThat(service.get("/openapi.json").body()).doesNotContain("/shop");
        }
    }

    private static String policy(Service service, String query) {
        return service.get("/shop" + query)
                .headers()
                .firstValue("Content-Security-Policy")
                .orElseThrow();
    }

    private static long lines(Path file) {
        try {
            return Files.readString(file).lines().count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
