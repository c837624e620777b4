package atelier.serve;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningService.class)
class FastPathTest {
    private static final List<String> URLS = List.of(
            "/products/2",
            "/products/2/",
            "/products/2/styles",
            "/products/2/styles/",
            "/products/2/related",
            "/products/2/related/?x=1",
            "/products/1999999",
            "/products/1999999/",
            "/products/1999999/styles",
            "/products",
            "/products/",
            "/products/?page=2",
            "/products?page=2&count=3",
            "/products?page=2&count=%33",
            "/products?count=%3900",
            "/products?count=%35000",
            "/products?count=%2533",
            "/products?count=%C3%A9",
            "/products?count=%20%33",
            "/api/fec2/hr-lax/products/3",
            "/api/fec2/hr-lax/products/3/",
            "/reviews?product_id=1",
            "/reviews/?product_id=1",
            "/reviews?product_id=%31&count=1&sort=newest",
            "/reviews?product_id=1&count=2&page=2&sort=%78",
            "/reviews?product_id=1&sort=new%65st",
            "/reviews?product_id=1&sort=new%C3%A9st",
            "/reviews?product_id=1&count=%2D1&page=%78",
            "/reviews?product_id=1&count=9007199254740991",
            "/reviews?product_id=1&count=900719925474099%31",
            "/reviews?product_id=%39%39%39",
            "/api/fec2/x/reviews/meta/?product_id=1",
            "/reviews/meta?product_id=99%39");

    @BeforeEach
    void serveTheFixture(Service service) {
        service.importFrom(Path.of("src/test/resources/fixture"));
    }

    /** Only Jersey reads a request that has a body. */
    @Test
    void theFastPathAndJerseyRespondAlike(Service service) {
        for (String url : URLS) {
            for (String method : List.of("GET", "HEAD")) {
                assertSame(service, method, url);
                for (String codings : List.of("gzip, deflate, br", "gzip;q=0", "identity")) {
                    assertSame(service, method, url, "Accept-Encoding", codings);
                }
                String tag = service.get(url).headers().firstValue("ETag").orElse("\"none\"");
                for (String known : List.of(tag, "W/" + tag, "\"a\", " + tag, "*", "\"a\"")) {
                    assertSame(service, method, url, "If-None-Match", known);
                }
            }
        }
    }

    private static void assertSame(Service service, String method, String url, String... headers) {
        assertSame(
                service.send(method, url, headers),
                service.sendBody("{}", method, url, headers),
                method + " " + url + " " + List.of(headers));
    }

    private static void assertSame(HttpResponse<String> direct, HttpResponse<String> jersey, String what) {
        assertThat(direct.statusCode()).as(what).isEqualTo(jersey.statusCode());
        assertThat(direct.body()).as(what).isEqualTo(jersey.body());
        assertThat(headers(direct)).as(what).isEqualTo(headers(jersey));
    }

    private static Map<String, List<String>> headers(HttpResponse<String> response) {
        Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
        headers.remove("date");
        headers.remove("x-request-id");
        return headers;
    }

    @Test
    void otherMethodsAndRequestsWithABodyAreLeftToJersey(Service service) {
        assertThat(service.send("DELETE", "/products/2").statusCode()).isEqualTo(405);
        assertThat(service.send("OPTIONS", "/products/2").statusCode()).isEqualTo(204);
        assertThat(service.get("/products?count=0").statusCode()).isEqualTo(400);
    }

    @Test
    void aProductThatIsNotThereIsLookedForOnce(Service service) {
        assertThat(service.get("/products/1888888/related").statusCode()).isEqualTo(404);
        String statements = statements(service);

        for (String part : List.of("", "/styles", "/related")) {
            assertThat(service.get("/products/1888888" + part).body())
                    .isEqualTo("{\"code\":404,\"message\":\"There is no product 1888888\"}");
        }

        assertThat(statements(service)).isEqualTo(statements);
    }

    @Test
    void allAboutAProductIsReadInOneStatement(Service service) {
        service.get("/products/2");
        String statements = statements(service);

        service.get("/products/2/styles");
        service.get("/products/2/related");

        assertThat(statements(service)).isEqualTo(statements);
    }

    /** How often documents were looked for in the database, as the admin port's metrics have it. */
    private static String statements(Service service) {
        return service.admin("/metrics")
                .replaceAll("(?s).*DocumentDao\\.find\"\\s*:\\s*\\{\\s*\"count\"\\s*:\\s*(\\d+).*", "$1");
    }
}
