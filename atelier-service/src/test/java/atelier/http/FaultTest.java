package atelier.http;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.RecordedLog;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;

@ExtendWith(RunningService.class)
class FaultTest {
    /** A statement may take 2 s and may wait 1 s to begin. A response that takes longer than both has no bound. */
    private static final long BOUND_SECONDS = 4;

    @Test
    void slowDatabaseAndExhaustedPoolReturn503WithinBound(Service service) throws Exception {
        int requests = service.configuration().getDatabase().poolSize() * 2;
        ExecutorService clients = Executors.newFixedThreadPool(requests);
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("LOCK TABLE catalogue.document IN ACCESS EXCLUSIVE MODE");
            List<Future<HttpResponse<String>>> responses = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                String path = "/products/" + (1_000 + i);
                responses.add(clients.submit(() -> service.get(path)));
            }

            for (Future<HttpResponse<String>> future : responses) {
                HttpResponse<String> response = future.get(BOUND_SECONDS, TimeUnit.SECONDS);
                assertThat(response.statusCode()).isEqualTo(503);
                assertThat(response.headers().firstValue("Retry-After")).contains("1");
                assertThat(response.body())
                        .matches("\\{\"code\":503,\"message\":\"The shop is not available right now; please try"
                                + " again\\. The ID of this request is "
                                + response.headers().firstValue("X-Request-Id").orElseThrow() + "\"}");
            }
            connection.rollback();
        } finally {
            clients.shutdown();
        }
        // The queries that hung have to end first.
        Program.await("a response", () -> service.get("/products/1").statusCode() == 200);
    }

    @Test
    @FullTier("ten seconds of refused requests")
    void unavailableDatabaseIsLoggedAtMostOnceASecond(Service service) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try (RecordedLog log = new RecordedLog(Fault.class.getName())) {
            long start = System.nanoTime();
            List<Future<Integer>> statuses = new ArrayList<>();
            try (Database database = Database.share(service.configuration().getDatabase());
                    Connection connection = database.connect()) {
                connection.setAutoCommit(false);
                connection.createStatement().execute("LOCK TABLE catalogue.document IN ACCESS EXCLUSIVE MODE");
                for (int i = 0; i < 40; i++) {
                    String path = "/products/" + (4_000 + i);
                    statuses.add(clients.submit(() -> service.get(path).statusCode()));
                }
                for (Future<Integer> status : statuses) {
                    assertThat(status.get(30, TimeUnit.SECONDS)).isEqualTo(503);
                }
                connection.rollback();
            }
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + 1;

            assertThat(log.lines())
                    .hasSizeBetween(1, (int) seconds + 1)
                    .allSatisfy(line -> assertThat(line.getFormattedMessage())
                            .matches(
                                    "The database is unavailable: .* \\(failed requests since the last line: \\d+\\)"));
        } finally {
            clients.shutdown();
        }
    }

    @Test
    void internalErrorReturns500WithoutDetails(Service service) throws Exception {
        assertReturns500("", service);
    }

    @Test
    void internalErrorInJerseyReturnsTheSame500(Service service) throws Exception {
        // Only Jersey reads a request that has a body.
        assertReturns500("{}", service);
    }

    private static void assertReturns500(String body, Service service) throws Exception {
        service.execute("ALTER TABLE catalogue.document RENAME TO elsewhere");
        // At the root logger, because no other logger may log the error again.
        try (RecordedLog log = new RecordedLog(Logger.ROOT_LOGGER_NAME)) {
            HttpResponse<String> response =
                    service.sendBody(body, "GET", "/products/1000000", "X-Request-Id", "frontend-4711");

            JsonNode error = new ObjectMapper().readTree(response.body());
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(error.get("code").asInt()).isEqualTo(500);
            assertThat(error.get("message").asText())
                    .isEqualTo("This should not have happened. The log has the reason under the ID frontend-4711");
            assertThat(response.headers().allValues("X-Request-Id")).containsExactly("frontend-4711");
            assertThat(log.lines())
                    .filteredOn(line -> line.getLevel() == Level.ERROR || line.getThrowableProxy() != null)
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.getLevel()).isEqualTo(Level.ERROR);
                        assertThat(line.getMDCPropertyMap()).containsEntry("request_id", "frontend-4711");
                        assertThat(line.getThrowableProxy().getCause().getMessage())
                                .contains("catalogue.document");
                    });
        } finally {
            service.execute("ALTER TABLE catalogue.elsewhere RENAME TO document");
        }
    }

    @Test
    void connectionsClosedByTheDatabaseAreReplacedUnnoticed(Service service) throws Exception {
        for (int round = 0; round < 5; round++) {
            // The pool does not check a connection that was used within the last second.
            assertThat(service.get("/products/" + (3_000 + round)).statusCode()).isEqualTo(404);
            service.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE datname = current_database() AND application_name = 'atelier' AND pid <> pg_backend_pid()");

            for (int id = 2_000; id < 2_040; id++) {
                assertThat(service.get("/products/" + id).statusCode()).isEqualTo(404);
            }
        }
    }

    @Test
    void everyRouteIsTimed(Service service) throws IOException, InterruptedException {
        for (String path : List.of("/", "/products", "/products/1", "/products/1/styles", "/products/1/related")) {
            service.get(path);
        }

        String metrics = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.adminPort() + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();

        JsonNode timers = new ObjectMapper().readTree(metrics).get("timers");
        for (String timer : List.of(
                "atelier.apidocs.RootResource.describe",
                "atelier.serve.ReadRoute./products",
                "atelier.serve.ReadRoute./products/{product_id}",
                "atelier.serve.ReadRoute./products/{product_id}/styles",
                "atelier.serve.ReadRoute./products/{product_id}/related")) {
            assertThat(timers.path(timer).path("count").asInt()).as(timer).isPositive();
        }
    }
}
