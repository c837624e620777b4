package atelier.operations.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.testing.Program;
import atelier.testing.RawConnection;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(RunningService.class)
class DashboardTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "GET, /metrics, \"gauges\"",
        "GET, /healthcheck, \"database\"",
        "GET, /ping, pong",
        "GET, /threads, dashboard",
        "GET, /pprof?duration=1, ''",
        "GET, /prometheus, atelier_build_info",
        "POST, /tasks/gc, Done!"
    })
    void dropwizardsOwnPagesRemain(String method, String path, String text, Service service) {
        HttpResponse<String> response = ask(service, method, path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains(text);
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html",
        "/dashboard/page.css, text/css",
        "/dashboard/page.js, text/javascript",
        "/dashboard/charts.js, text/javascript",
        "/dashboard/uPlot.js, text/javascript",
        "/dashboard/uPlot.css, text/css",
        "/dashboard/icon.svg, image/svg+xml",
        "/dashboard/data.json, application/json"
    })
    void thePageMayLoadNothingFromElsewhere(String path, String type, Service service) {
        HttpResponse<String> response = ask(service, "GET", path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
        assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(response.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    }

    @Test
    void unknownFilesReturn404(Service service) {
        assertThat(ask(service, "GET", "/dashboard/../page.html").statusCode()).isEqualTo(404);
        assertThat(ask(service, "GET", "/dashboard/Dashboard.class").statusCode())
                .isEqualTo(404);
        assertThat(ask(service, "POST", "/dashboard/data.json").statusCode()).isEqualTo(405);
    }

    @Test
    void everyRequestIsInOneSampleByRouteAndStatus(Service service) {
        long before = settled(service);

        for (int i = 0; i < 7; i++) {
            service.get("/products/1");
        }
        service.get("/products/one");
        service.get("/products?count=3");
        service.send("POST", "/products");

        Program.await("ten requests", () -> requests(data(service, before)) == 10);
        Map<String, Long> seen = new TreeMap<>();
        for (JsonNode sample : data(service, before).get("samples")) {
            assertThat(sample.get("seconds").asDouble()).isBetween(0.05, 60.0);
            sample.get("routes")
                    .properties()
                    .forEach(route -> route.getValue()
                            .get("statuses")
                            .properties()
                            .forEach(status -> seen.merge(
                                    route.getKey() + " " + status.getKey(),
                                    status.getValue().asLong(),
                                    Long::sum)));
        }
        assertThat(seen)
                .isEqualTo(Map.of(
                        "/products/{product_id} 200", 7L,
                        "/products/{product_id} 400", 1L,
                        "/products 200", 1L,
                        "none 405", 1L));
        JsonNode minute = data(service, before).get("windows").get(0);
        assertThat(minute.get("minutes").asInt()).isEqualTo(1);
        assertThat(minute.at("/total/requests").asLong()).isGreaterThanOrEqualTo(10);
        assertThat(minute.at("/total/perSecond").asDouble()).isPositive();
    }

    @Test
    void writesOfShoppersAreCountedByRouteAndOutcome(Service service) {
        long before = settled(service);

        service.send("PUT", "/reviews/999999/helpful");
        service.send("PUT", "/reviews/x/report");
        service.send("POST", "/reviews");
        service.get("/reviews?product_id=1");

        Program.await("four requests", () -> requests(data(service, before)) == 4);
        Program.await("the refusals", () -> sum(data(service, before), "writesRefused") == 3);
        JsonNode data = data(service, before);
        assertThat(data.at("/windows/0/routes").properties())
                .extracting(Map.Entry::getKey)
                .contains("/reviews", "POST /reviews", "PUT /reviews/{review_id}/helpful");
        assertThat(sum(data, "writes")).isZero();
        assertThat(sum(data, "writesFailed")).isZero();
    }

    private static double sum(JsonNode data, String counter) {
        double sum = 0;
        for (JsonNode sample : data.get("samples")) {
            sum += sample.at("/node/" + counter).asDouble();
        }
        return sum;
    }

    @Test
    void everySampleHasAllMetricsOfTheNode(Service service) {
        Program.await("a sample", () -> !data(service, 0).get("samples").isEmpty());
        JsonNode data = data(service, latest(service) - 1);

        assertThat(data.at("/samples/0/node").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder(
                        "heapBytes",
                        "threads",
                        "jobsQueued",
                        "requestsActive",
                        "connectionsActive",
                        "connectionsIdle",
                        "lookupsWaiting",
                        "lookupsRefused",
                        "writes",
                        "writesFailed",
                        "writesLimited",
                        "writesRefused",
                        "writesWaiting",
                        "cacheEntries",
                        "cacheBytes",
                        "cacheHits",
                        "cacheMisses",
                        "processorSeconds",
                        "collections",
                        "collectionMilliseconds");
        assertThat(data.at("/node/started").asLong()).isBetween(1_700_000_000_000L, System.currentTimeMillis());
        assertThat(data.at("/node/java").asText()).isEqualTo(Runtime.version().toString());
        assertThat(data.get("statements").findValuesAsText("name"))
                .contains(
                        "DocumentDao.find",
                        "ProductDao.pages",
                        "ReviewDao.pages",
                        "QuestionDao.questions",
                        "QuestionDao.answers",
                        "POST /reviews",
                        "PUT /qa/answers/{answer_id}/helpful");
        assertThat(data.get("catalogues")).hasSize(1);
        assertThat(data.at("/catalogues/0/imported").asLong())
                .isEqualTo(Math.round(Double.parseDouble(
                        service.query("SELECT 1000 * extract(epoch FROM imported_at) FROM catalogue.edition"))));
        assertThat(data.at("/catalogues/0/inSight").asBoolean()).isTrue();
    }

    @Test
    void aSlowRequestIsListedWithItsPathAndQuery(Service service) throws Exception {
        String target = "/products/7654322?hint=<script>alert(1)</script>";
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("LOCK TABLE catalogue.document IN ACCESS EXCLUSIVE MODE");
            // The request is refused after 700 ms.
            RawConnection.ask(service.port(), RawConnection.request("GET " + target));
            connection.rollback();
        }

        Program.await(
                "the request in the list",
                () -> data(service, 0).get("slowest").findValuesAsText("path").contains(target));
        for (JsonNode request : data(service, 0).get("slowest")) {
            if (request.get("path").asText().equals(target)) {
                assertThat(request.get("milliseconds").asDouble()).isBetween(690.0, 10_000.0);
                assertThat(request.get("status").asInt()).isEqualTo(503);
                assertThat(request.get("method").asText()).isEqualTo("GET");
                assertThat(request.get("route").asText()).isEqualTo("/products/{product_id}");
            }
        }
    }

    /** Returns the time of a sample that has all requests so far. */
    private static long settled(Service service) {
        Program.await("a sample", () -> !data(service, 0).get("samples").isEmpty());
        long last = latest(service);
        service.get("/docs/api.md");
        Program.await("the last request to be counted", () -> requests(data(service, last)) > 0);
        return latest(service);
    }

    private static long latest(Service service) {
        JsonNode samples = data(service, 0).get("samples");
        return samples.get(samples.size() - 1).get("time").asLong();
    }

    private static long requests(JsonNode data) {
        long requests = 0;
        for (JsonNode sample : data.get("samples")) {
            requests += sample.at("/total/requests").asLong();
        }
        return requests;
    }

    private static JsonNode data(Service service, long since) {
        try {
            return JSON.readTree(service.admin("/dashboard/data.json?since=" + since));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<String> ask(Service service, String method, String path) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + service.adminPort() + path))
                                    .method(method, HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
