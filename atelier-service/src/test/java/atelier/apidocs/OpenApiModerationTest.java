package atelier.apidocs;

import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.apidocs.OpenApiDocument.Operation;
import atelier.database.Database;
import atelier.testing.Program;
import atelier.testing.RawConnection;
import atelier.testing.RawConnection.RawResponse;
import atelier.testing.RunningService.Service;
import io.dropwizard.testing.ConfigOverride;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With write tokens, the document contains the moderation routes, and the service conforms to it. */
@SuppressWarnings("NullAway.Init") // JUnit calls start first.
final class OpenApiModerationTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String BEARER = "Authorization: Bearer " + TOKEN;
    private static final String WRONG_BEARER = "Authorization: Bearer wrong";

    private static Service service;
    private static OpenApiDocument document;
    private static List<Operation> operations;

    @BeforeAll
    static void start() {
        service = new Service(
                ConfigOverride.config("changes.tokens", "alice:" + TOKEN),
                ConfigOverride.config("database.statementTimeout", "500ms"),
                ConfigOverride.config("server.applicationConnectors[0].headerTimeout", "200ms"));
        document = new OpenApiDocument(service.get("/openapi.json").body());
        operations = document.operations().stream()
                .filter(operation -> operation.node().at("/tags/0").asText().equals("moderation"))
                .toList();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void everyOperationNeedsATokenAndOthersThanChangesNeedNone() {
        assertThat(operations).hasSize(9);
        assertThat(document.operations())
                .filteredOn(
                        operation -> operation.node().at("/security").toString().equals("[{\"writer\":[]}]"))
                .allSatisfy(operation ->
                        assertThat(operation.node().at("/tags/0").asText()).isIn("changes", "moderation"))
                .containsAll(operations);
    }

    @Test
    void everyDocumentedStatusCanOccurAndMatchesTheDocument() throws Exception {
        List<String> faults = new ArrayList<>();
        int provoked = 0;
        SlowRequests slow = SlowRequests.to(service.port(), operations, OpenApiModerationTest::line);
        for (Operation operation : operations) {
            for (String status : operation.statuses()) {
                if (!Set.of("429", "500", "503").contains(status)) {
                    check(operation, status, provoke(operation, status, slow), faults);
                    provoked++;
                }
            }
        }
        provoked += provokePrepared(faults);

        assertThat(faults).isEmpty();
        assertThat(provoked).isGreaterThan(9 * 12);
        assertThat(document.headersMet()).containsAll(document.headers(operations));
    }

    private static String line(Operation operation) {
        return operation.method() + " " + operation.path().replaceAll("\\{\\w+}", "1");
    }

    private static RawResponse provoke(Operation operation, String status, SlowRequests slow) {
        String line = line(operation);
        String body = body(operation);
        return switch (status) {
            case "200", "204" -> {
                fill();
                yield ask(line, body, BEARER, "X-Request-Id: desk-4711");
            }
            case "400" ->
                switch (operation.method()) {
                    case "POST" -> ask(line, "{\"product", BEARER);
                    case "DELETE" -> ask(line.replaceAll("1$", "abc"), "", BEARER);
                    default -> ask(line + "?after=abc", "", BEARER);
                };
            case "401" -> ask(line, body);
            case "404" -> ask(line.replaceAll("1$", "999"), body, BEARER);
            case "405" -> ask(line.replaceFirst("^\\w+", "PATCH"), body, BEARER);
            case "408" -> slow.response(line);
            case "413" -> ask(request(line, BEARER, "Content-Length: 2000000"));
            case "414" -> ask(line + "?" + "x".repeat(9_000), body, BEARER);
            case "415" -> ask(line, body, BEARER, "Content-Encoding: gzip");
            case "417" -> ask(line, body, BEARER, "Expect: the-unexpected");
            case "422" -> ask(line, "{}", BEARER);
            case "426" -> ask(request(line, BEARER).replace("HTTP/1.1", "HTTP/2.0"));
            case "431" -> ask(line, body, BEARER, "Cookie: " + "x".repeat(9_000));
            default -> throw new AssertionError("No request is known that provokes " + status + " of " + operation);
        };
    }

    private static void fill() {
        service.execute("""
                INSERT INTO reviews.review (id, product_id, helpfulness, date, rating, recommend, reported, summary, body,
                                            response, reviewer_name)
                VALUES (1, 1, 7, '2021-03-05', 3, true, true, '', '', NULL, '')
                ON CONFLICT (id) DO UPDATE SET reported = true;
                INSERT INTO reviews.rating_count VALUES (1, 0, 0, 1, 0, 0, 1) ON CONFLICT DO NOTHING;
                INSERT INTO questions.question (id, product_id, helpful, date_written, reported, body, asker_name)
                VALUES (1, 1, 7, '2021-03-05', true, '', '') ON CONFLICT (id) DO UPDATE SET reported = true;
                INSERT INTO questions.answer (id, question_id, helpful, date_written, reported, body, answerer_name)
                VALUES (1, 1, 7, '2021-03-05', true, '', '') ON CONFLICT (id) DO UPDATE SET reported = true;
                """);
    }

    private static int provokePrepared(List<String> faults) throws SQLException {
        int provoked = 0;
        fill();
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            connection
                    .createStatement()
                    .execute("LOCK TABLE reviews.rating_count, questions.question IN ACCESS EXCLUSIVE MODE");
            provoked += askAll("503", BEARER, faults);
            connection.rollback();
        }
        service.execute("ALTER TABLE reviews.review RENAME TO elsewhere;"
                + " ALTER TABLE questions.answer RENAME TO elsewhere");
        provoked += askAll("500", BEARER, faults);
        service.execute("ALTER TABLE reviews.elsewhere RENAME TO review;"
                + " ALTER TABLE questions.elsewhere RENAME TO answer");
        Program.await(
                "tokens are refused",
                () -> ask("DELETE /reviews/1", "", WRONG_BEARER).status() == 429);
        return provoked + askAll("429", WRONG_BEARER, faults);
    }

    private static int askAll(String status, String token, List<String> faults) {
        for (Operation operation : operations) {
            String line = operation.method() + " " + operation.path().replaceAll("\\{\\w+}", "1");
            check(operation, status, ask(line, body(operation), token), faults);
        }
        return operations.size();
    }

    private static String body(Operation operation) {
        return operation.method().equals("POST")
                ? document.root().at("/components/examples/Clearance/value").toString()
                : "";
    }

    private static void check(Operation operation, String status, RawResponse response, List<String> faults) {
        if (!status.equals(Integer.toString(response.status()))) {
            faults.add(operation + " returned " + response.status() + " instead of " + status);
        }
        document.differences(operation, response)
                .forEach(difference -> faults.add(operation + " " + status + ": " + difference));
    }

    private static RawResponse ask(String line, String body, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length;
        return ask(request(line, all) + body);
    }

    private static RawResponse ask(String request) {
        return RawConnection.ask(service.port(), request);
    }
}
