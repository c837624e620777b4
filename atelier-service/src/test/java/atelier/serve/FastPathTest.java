package atelier.serve;

import static java.util.Map.entry;
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
    /** Plain URLs, and the same in a form that only Jersey reads. */
    private static final Map<String, String> SAME = Map.ofEntries(
            entry("/products/2", "/products/2/"),
            entry("/products/2/styles", "/products/2/styles/"),
            entry("/products/2/related", "/products/2/related/"),
            entry("/products/1999999", "/products/1999999/"),
            entry("/products/1999999/styles", "/products/1999999/styles/"),
            entry("/products", "/products/"),
            entry("/products?page=2&count=3", "/products?page=2&count=%33"),
            entry("/products?count=900", "/products?count=%3900"),
            entry("/products?count=5000", "/products?count=%35000"),
            entry("/api/fec2/hr-lax/products/3", "/api/fec2/hr-lax/products/3/"),
            entry("/reviews?product_id=1", "/reviews/?product_id=1"),
            entry("/reviews?product_id=1&count=1&sort=newest", "/reviews?product_id=%31&count=1&sort=newest"),
            entry("/reviews?product_id=1&count=2&page=2&sort=x", "/reviews?product_id=1&count=2&page=2&sort=%78"),
            entry("/reviews?product_id=1&count=-1&page=x", "/reviews?product_id=1&count=%2D1&page=%78"),
            entry("/reviews?product_id=1&count=9007199254740991", "/reviews?product_id=1&count=900719925474099%31"),
            entry("/reviews?product_id=999", "/reviews?product_id=%39%39%39"),
            entry("/api/fec2/x/reviews/meta?product_id=1", "/api/fec2/x/reviews/meta/?product_id=1"),
            entry("/reviews/meta?product_id=999", "/reviews/meta?product_id=99%39"));

    @BeforeEach
    void serveTheFixture(Service service) {
        service.importFrom(Path.of("src/test/resources/fixture"));
    }

    @Test
    void theFastPathAndJerseyRespondAlike(Service service) {
        SAME.forEach((plain, other) -> {
            for (String method : List.of("GET", "HEAD")) {
                assertSame(service.send(method, plain), service.send(method, other), plain);
                for (String codings : List.of("gzip, deflate, br", "gzip;q=0", "identity")) {
                    assertSame(
                            service.send(method, plain, "Accept-Encoding", codings),
                            service.send(method, other, "Accept-Encoding", codings),
                            plain + " " + codings);
                }
                String tag = service.get(plain).headers().firstValue("ETag").orElse("\"none\"");
                for (String known : List.of(tag, "W/" + tag, "\"a\", " + tag, "*", "\"a\"")) {
                    assertSame(
                            service.send(method, plain, "If-None-Match", known),
                            service.send(method, other, "If-None-Match", known),
                            plain + " " + known);
                }
            }
        });
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
