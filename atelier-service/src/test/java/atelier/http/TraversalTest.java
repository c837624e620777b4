package atelier.http;

import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RawConnection;
import atelier.testing.RawConnection.RawResponse;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths that would escape if one component decoded them more or less often than the next one. */
@ExtendWith(RunningService.class)
final class TraversalTest {
    @ParameterizedTest
    @CsvSource({
        "/../config.yml, 400",
        "/%2e%2e/config.yml, 400",
        "/.%2e/config.yml, 400",
        "/..%2fconfig.yml, 400",
        "/%2e%2e%2fconfig.yml, 400",
        "/%252e%252e%252fconfig.yml, 400",
        "/..%5cconfig.yml, 400",
        "/..\\config.yml, 400",
        "/..;/config.yml, 400",
        "/%c0%ae%c0%ae/config.yml, 400",
        "/%c0%afconfig.yml, 400",
        "/%e0%80%ae%e0%80%ae/config.yml, 400",
        "/%u002e%u002e/config.yml, 400",
        "/config.yml, 404",
        "/migrations.sql, 404",
        "/META-INF/MANIFEST.MF, 404",
        "/META-INF/sbom/atelier-service.cdx.json, 404",
        "/WEB-INF/web.xml, 404",
        "/atelier/AtelierApplication.class, 404",
        "/docs/../migrations.sql, 404",
        "/docs/..%2fmigrations.sql, 400",
        "/docs/%2e%2e/migrations.sql, 400",
        "/docs/api.md%00.html, 400",
        "file:///etc/passwd, 404",
        "/metrics, 404",
        "/prometheus, 404",
        "/tasks/gc, 404",
        "/products/../metrics, 404",
        "/products/../products/1, 404",
        "/products/./1, 404",
        "/products/%2e%2e/products/1, 400",
        "/products/..;/products/1, 400",
        "/products//1, 404",
        "//products/1, 404",
        "/products/%2531, 400",
        "/products%2f1, 400",
        "/products/1%2fstyles, 400",
        "/products\\1, 400",
        "/products%5c1, 400",
        "/products%00/1, 400",
        "/products/1%00, 400",
        "/products/1%0d%0aX-Injected:%20y, 400",
        "/products/1%20, 400",
        "/products/%ef%bc%91, 400",
        "/api/fec2/../products/1, 404",
        "/api/fec2/./products/1, 404",
        "/api/fec2/.., 404",
        "/api/fec2/%2e%2e/products/1, 400",
        "/api/fec2/..%2f/products/1, 400",
        "/api/fec2/..;/products/1, 400",
        "/api/fec2/%252e/products/1, 400",
        "/api/fec2/%c0%ae/products/1, 400",
        "/api/fec2/a%00/products/1, 400",
        "/api/fec2//products/1, 404",
        "/api/fec2/hr-lax/..%5c/products/1, 400",
        "/api/fec2/hr-lax/../../metrics, 404",
        "/api/fec2/hr-lax/docs/../migrations.sql, 404",
        "/api/fec2/hr-lax/health-check, 404",
        "/api/fec2/hr-lax/health-check?type=ready, 404",
        "/api/fec2/hr-lax/health-check;x, 404",
        "/api/fec2/hr-lax/%68ealth-check, 404",
        "/api/fec2/hr-lax/./health-check, 404"
    })
    void traversalReturnsAnError(String path, int status, Service service) {
        RawResponse response = RawConnection.ask(service.port(), request("GET " + path));

        assertThat(response.status()).as(response.toString()).isEqualTo(status);
        assertThat(response.headers())
                .containsEntry("content-type", "application/json")
                .doesNotContainKey("x-injected");
        assertThat(response.body()).matches("\\{\"code\":" + status + ",\"message\":\".*\"}");
    }

    /** The servlet specification allows path parameters. They do not change the meaning of a path. */
    @ParameterizedTest
    @CsvSource({
        "/products/1;jsessionid=0, /products/1",
        "/products;a=b/1/styles, /products/1/styles",
        "/products/%31, /products/1",
        "/pr%6fducts/1, /products/1",
        "/api/fec2/a;b/products/1, /products/1",
        "/api/fec2/.hidden/products/1, /products/1"
    })
    void pathParametersAreIgnored(String path, String plain, Service service) {
        assertThat(RawConnection.ask(service.port(), request("GET " + path)).body())
                .isEqualTo(RawConnection.ask(service.port(), request("GET " + plain))
                        .body());
    }
}
