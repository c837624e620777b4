package atelier.product.edit;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(RunningService.class)
class EditsAreOffTest {
    @ParameterizedTest
    @CsvSource({
        "PATCH, /products/1",
        "PUT, /products/1/features",
        "PATCH, /products/1/styles/1",
        "PUT, /products/1/styles/1/photos",
        "PATCH, /products/1/styles/1/skus/1",
        "PUT, /products/1/related",
        "POST, /products/1/related",
        "DELETE, /products/1/related/2"
    })
    void withoutTokensInTheSettingsEditsReturn405(String method, String path, Service service) {
        Writer writer = new Writer(service.port(), "0123456789abcdef0123456789abcdef");

        HttpResponse<String> response = writer.send(method, path, "{}", "If-Match", "*");

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS");
        assertThat(response.body())
                .isEqualTo("{\"code\":405,\"message\":\"" + method + " is not possible on " + path + "\"}");
    }

    @Test
    void metricsOfEditsAreMissing(Service service) {
        assertThat(service.admin("/prometheus"))
                .contains("database_pool_connections{state=\"idle\"}")
                .doesNotContain("change_pool_connections", "change_transaction");
    }

    @Test
    void responsesMayBeCachedForASecond(Service service) {
        HttpResponse<String> response = service.get("/products/1");

        assertThat(response.headers().firstValue("Cache-Control"))
                .contains("public, max-age=1, stale-while-revalidate=3");
        assertThat(response.headers().firstValue("X-Accel-Expires")).isEmpty();
    }
}
