package atelier.operations.logging;

import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.database.DatabaseSettings;
import atelier.testing.FullTier;
import atelier.testing.Program;
import atelier.testing.RawConnection;
import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Reads the program's output as a log collector does. */
@ExtendWith(RunningService.class)
class RequestLogTest {
    private static final String CONFIGURATION = "../config.yml";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void eachRequestHasOneLineOfJson(Service service) throws Exception {
        DatabaseSettings database = service.newMigratedDatabase("json_lines");
        Map<String, String> settings = Map.of("REQUEST_LOG", "json", "LOG_FORMAT", "json", "WARM_UP_REQUESTS", "100");
        try (Program program = start(database, settings)) {
            Instant begin = Instant.now();
            ask(program, "GET /api/fec2/hr-lax/products?page=2&count=3", "X-Request-Id: list");
            ask(program, "GET /products/%37?x=%0a{\"\303\251", "X-Request-Id: jersey");
            ask(program, "OPTIONS /products", "X-Request-Id: options");
            ask(
                    program,
                    "GET /products/7/styles",
                    "X-Request-Id: secrets",
                    "Authorization: hidden-2",
                    "Cookie: hidden-3",
                    "X-Forwarded-For: 192.0.2.1",
                    "User-Agent: caf\351 \"x\" " + "u".repeat(300));
            ask(program, "GET /" + "p".repeat(2_000), "X-Request-Id: long");
            ask(program, "GET http://user:hidden-1@localhost/products/7");
            ask(program, "GET /health-check", "X-Request-Id: health");
            ask(program, "GET /no/such/route", "X-Request-Id: bad id");
            String unreadable = String.valueOf(
                    RawConnection.ask(program.port(), "What is this\r\n\r\n").header("x-request-id"));
            ask(program, "GET /products/8", "X-Request-Id: last");
            awaitLine(program, "last");

            assertThat(line(program, "list", begin)).isEqualTo(json("""
                    {"logger":"request","request_id":"list","method":"GET","path":"/api/fec2/hr-lax/products?page=2&count=3",
                    "route":"/products","status":200,"bytes":2,"remote_address":"127.0.0.1"}"""));
            assertThat(line(program, "jersey", begin)).isEqualTo(json("""
                    {"logger":"request","request_id":"jersey","method":"GET","path":"/products/%37?x=%0a{\\"\u00e9",
                    "route":"/products/{product_id}","status":404,"bytes":46,"remote_address":"127.0.0.1"}"""));
            assertThat(line(program, "options", begin)).isEqualTo(json("""
                    {"logger":"request","request_id":"options","method":"OPTIONS","path":"/products",
                    "status":204,"bytes":0,"remote_address":"127.0.0.1"}"""));
            assertThat(line(program, "secrets", begin)).isEqualTo(json("""
                    {"logger":"request","request_id":"secrets","method":"GET","path":"/products/7/styles",
                    "route":"/products/{product_id}/styles","status":404,"bytes":46,"remote_address":"127.0.0.1",
                    "forwarded_for":"192.0.2.1","user_agent":"caf\u00e9 \\"x\\" %s\u2026"}""".formatted("u".repeat(191))));
            assertThat(line(program, "long", begin).get("path").asText()).isEqualTo("/" + "p".repeat(499) + "\u2026");
            assertThat(line(program, unreadable, begin).get("status").asInt()).isEqualTo(400);
            assertThat(program.output())
                    .doesNotContain("\"health\"", "health-check\"", "bad id", "hidden-", "\"user_agent\":\"Java/")
                    .matches("\\p{ASCII}*");
            assertThat(lines(program))
                    .allSatisfy(line -> assertThat(line.path("timestamp").asText())
                            .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"));
        }
    }

    @Test
    @FullTier("one more start; FaultTest has the id")
    void theIdOfA500LeadsToItsReasonInJson(Service service) throws Exception {
        DatabaseSettings database = service.newMigratedDatabase("json_faults");
        try (Program program = start(database, Map.of("REQUEST_LOG", "json", "LOG_FORMAT", "json"))) {
            execute(database, "ALTER TABLE catalogue.document RENAME TO elsewhere");

            for (String path : List.of("/products/7", "/products/%37")) {
                String id = failingRequest(program, path);

                Program.await("both lines", () -> withId(program, id).size() == 2);
                assertThat(withId(program, id))
                        .anySatisfy(line -> {
                            assertThat(line.path("level").asText()).isEqualTo("ERROR");
                            assertThat(line.path("exception").asText()).contains("catalogue.document", "\n\tat ");
                        })
                        .anySatisfy(
                                line -> assertThat(line.path("status").asInt()).isEqualTo(500));
            }
        }
    }

    @Test
    @FullTier("one more start; the JSON format is in the quick tier")
    void theIdOfA500LeadsToItsReasonInText(Service service) throws Exception {
        DatabaseSettings database = service.newMigratedDatabase("text_faults");
        try (Program program = start(database, Map.of("REQUEST_LOG", "json", "LOG_TIME_ZONE", "Asia/Kolkata"))) {
            execute(database, "ALTER TABLE catalogue.document RENAME TO elsewhere");

            String id = failingRequest(program, "/products/7");

            String time = "\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d[.,]\\d{3}]";
            Program.await(
                    "both lines",
                    () -> program.output()
                                    .lines()
                                    .filter(line -> line.contains(id))
                                    .count()
                            == 2);
            assertThat(program.output().lines().filter(line -> line.contains(id)))
                    .anyMatch(line ->
                            line.matches("ERROR " + time + " \\[" + id + "] atelier\\.http\\.Fault: A request failed"))
                    .anyMatch(line -> line.startsWith("{") && line.contains("+05:30\""));
            assertThat(program.output()).contains("INFO  [").doesNotContain("] [] ");
        }
    }

    @Test
    @FullTier("one more start")
    void offLogsEverythingButRequests(Service service) throws Exception {
        DatabaseSettings database = service.newMigratedDatabase("no_lines");
        try (Program program = start(database, Map.of("REQUEST_LOG", "off"))) {
            ask(program, "GET /products/7", "X-Request-Id: unseen");

            program.terminate();

            assertThat(program.output()).contains("Stopped oejs.Server").doesNotContain("unseen", "/products/7");
        }
    }

    @Test
    @FullTier("one more start")
    void theLastLinesAreWrittenBeforeTheProgramEnds(Service service) {
        DatabaseSettings database = service.newMigratedDatabase("last_lines");
        try (Program program = start(database, Map.of("REQUEST_LOG", "json"))) {
            ask(program, "GET /products/7", "X-Request-Id: last");

            program.terminate();

            assertThat(program.output()).contains("\"request_id\":\"last\"");
        }
    }

    @Test
    @FullTier("sends requests until 64 kB of log lines wait")
    void aBlockedOutputDelaysNeitherResponsesNorTheEnd(Service service) throws Exception {
        DatabaseSettings database = service.newMigratedDatabase("unread_lines");
        int adminPort = Program.freePort();
        Map<String, String> environment = new HashMap<>(environment(database));
        environment.put("REQUEST_LOG", "json");
        environment.put("ADMIN_PORT", Integer.toString(adminPort));
        try (Program program =
                Program.startUnread(environment, "server", CONFIGURATION).awaitAnswer()) {
            // More than the pipe and the queue hold.
            try (RawConnection connection = new RawConnection(program.port(), Duration.ofSeconds(5))) {
                String requests = request("GET /products/7").repeat(100);
                for (int round = 0; round < 120; round++) {
                    connection.send(requests);
                    for (int i = 0; i < 100; i++) {
                        assertThat(connection.read(false)).extracting("status").isEqualTo(404);
                    }
                }
            }

            String metrics = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort + "/prometheus"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            assertThat(metrics).containsPattern("\nrequest_log_dropped_total [1-9]\\d*");
            long started = System.nanoTime();
            program.terminate();
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
        }
    }

    private static Program start(DatabaseSettings database, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(environment(database));
        environment.putAll(settings);
        return Program.start(environment, "server", CONFIGURATION).awaitAnswer();
    }

    private static Map<String, String> environment(DatabaseSettings database) {
        return Map.of(
                // A busy machine may take more than two seconds to accept a connection.
                "DATABASE_STARTUP_WAIT", "30s",
                "DATABASE_URL", String.valueOf(database.url()),
                "DATABASE_USER", String.valueOf(database.user()),
                "DATABASE_PASSWORD", String.valueOf(database.password()));
    }

    private static void execute(DatabaseSettings settings, String sql) throws SQLException {
        try (Database database = Database.share(settings);
                Connection connection = database.connect()) {
            connection.createStatement().execute(sql);
        }
    }

    private static void ask(Program program, String target, String... headers) {
        RawConnection.ask(program.port(), request(target, headers));
    }

    /** Returns the id in the response's header and body. */
    private static String failingRequest(Program program, String path) {
        HttpResponse<String> response = program.get(path);
        String id = response.headers().firstValue("X-Request-Id").orElseThrow();
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).endsWith(" under the ID " + id + "\"}");
        return id;
    }

    private static void awaitLine(Program program, String id) {
        Program.await("the line of " + id, () -> program.output().contains("\"request_id\":\"" + id + '"'));
    }

    private static List<JsonNode> lines(Program program) {
        return program.output().lines().map(RequestLogTest::json).toList();
    }

    private static List<JsonNode> withId(Program program, String id) {
        return lines(program).stream()
                .filter(line -> line.path("request_id").asText().equals(id))
                .toList();
    }

    /** Returns the only line of a request without its time and duration, after checking that these are plausible. */
    private static JsonNode line(Program program, String id, Instant begin) {
        List<JsonNode> lines = withId(program, id);
        assertThat(lines).as(id).hasSize(1);
        ObjectNode line = lines.get(0).deepCopy();
        Instant time = OffsetDateTime.parse(line.remove("timestamp").asText()).toInstant();
        assertThat(time).isBetween(begin.minusMillis(1), Instant.now());
        JsonNode duration = line.remove("duration_ms");
        assertThat(duration.isNumber()).isTrue();
        assertThat(duration.asText()).matches("\\d+\\.\\d{1,3}");
        assertThat(duration.asDouble()).isBetween(0.001, 60_000.0);
        return line;
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(new IOException(text, e));
        }
    }
}
