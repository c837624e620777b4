package atelier.apidocs;

import static atelier.testing.RawConnection.request;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.apidocs.OpenApiDocument.Operation;
import atelier.database.Database;
import atelier.testing.RawConnection;
import atelier.testing.RawConnection.RawResponse;
import atelier.testing.RunningService.Service;
import com.fasterxml.jackson.databind.JsonNode;
import io.dropwizard.testing.ConfigOverride;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the document says about the routes that need no token. */
@SuppressWarnings("NullAway.Init") // JUnit calls start first.
final class OpenApiShopperTest {
    private static final Set<String> NEEDING_PREPARATION = Set.of("429", "500", "503");
    private static final List<String> TABLES = List.of(
            "reviews.rating_count",
            "reviews.review",
            "questions.question",
            "questions.answer",
            "shop.cart",
            "shop.cart_item",
            "shop.interaction");

    private static Service service;
    private static OpenApiDocument document;
    private static List<Operation> operations;

    @BeforeAll
    static void start() {
        service = new Service(
                ConfigOverride.config("database.statementTimeout", "500ms"),
                ConfigOverride.config("server.applicationConnectors[0].headerTimeout", "200ms"));
        document = new OpenApiDocument(service.get("/openapi.json").body());
        operations = document.operations().stream()
                .filter(operation -> service.shopperRoutes().stream().anyMatch(operation::isOf))
                .toList();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void everyDocumentedStatusCanOccurAndMatchesTheDocument() throws Exception {
        List<String> faults = new ArrayList<>();
        int provoked = 0;
        fill();
        SlowRequests slow = SlowRequests.to(service.port(), operations, operation -> line(operation, "5"));
        for (Operation operation : operations) {
            for (String status : operation.statuses()) {
                if (!NEEDING_PREPARATION.contains(status)) {
                    check(operation, status, provoke(operation, status, slow), faults);
                    provoked++;
                }
            }
        }
        provoked += provokeUnavailability(faults);
        provoked += provokeRefusals(faults);
        provoked += provokeFaults(faults);

        assertThat(faults).isEmpty();
        assertThat(provoked).isGreaterThan(13 * 12);
        assertThat(document.headersMet()).containsAll(document.headers(operations));
    }

    private static void fill() {
        service.execute("""
                INSERT INTO reviews.review (id, product_id, helpfulness, date, rating, recommend, reported, summary, body,
                                            reviewer_name)
                VALUES (5, 1, 7, '2021-03-05', 3, true, false, '', '', '') ON CONFLICT DO NOTHING;
                INSERT INTO questions.question (id, product_id, helpful, date_written, reported, body, asker_name)
                VALUES (5, 1, 7, '2021-03-05', false, '', '') ON CONFLICT DO NOTHING;
                INSERT INTO questions.answer (id, question_id, helpful, date_written, reported, body, answerer_name)
                VALUES (5, 5, 7, '2021-03-05', false, '', '') ON CONFLICT DO NOTHING;
                """);
    }

    private static RawResponse provoke(Operation operation, String status, SlowRequests slow) {
        String line = line(operation, "5");
        String body = body(operation);
        return switch (status) {
            case "200", "201", "204" -> ask(line, body, "X-Request-Id: page-4711");
            case "400" -> ask(line, body, "Host: another");
            case "404" -> ask(line(operation, "999"), body);
            case "405" -> ask(line.replaceFirst("^\\w+", "PATCH"), body);
            case "408" -> slow.response(line);
            case "413" -> RawConnection.ask(service.port(), request(line, "Content-Length: 2000000"));
            case "414" -> ask(line + "?" + "x".repeat(9_000), body);
            case "415" -> ask(line, body, "Content-Encoding: gzip");
            case "417" -> ask(line, body, "Expect: the-unexpected");
            case "422" -> ask(line, "{}".equals(body) ? "[]" : "{\"photos\":1}");
            case "426" -> RawConnection.ask(service.port(), request(line).replace("HTTP/1.1", "HTTP/2.0"));
            case "431" -> ask(line, body, "Cookie: " + "x".repeat(9_000));
            default -> throw new AssertionError("No request is known that provokes " + status + " of " + operation);
        };
    }

    private static String line(Operation operation, String id) {
        return operation.method() + " " + operation.path().replaceAll("\\{\\w+}", id);
    }

    /** Returns the documented example; the fixture has another SKU. */
    private static String body(Operation operation) {
        JsonNode examples = operation.node().at("/requestBody/content/application~1json/examples");
        for (JsonNode example : examples) {
            return document.resolve(example).get("value").toString().replace("1702764", "1");
        }
        return "";
    }

    private static int provokeUnavailability(List<String> faults) throws Exception {
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            connection
                    .createStatement()
                    .execute("LOCK TABLE " + String.join(", ", TABLES) + " IN ACCESS EXCLUSIVE MODE");
            return askAll("503", faults);
        }
    }

    private static int provokeFaults(List<String> faults) {
        for (String table : TABLES) {
            service.execute("ALTER TABLE " + table + " RENAME TO gone_" + table.replaceFirst(".*\\.", ""));
        }
        return askAll("500", faults);
    }

    /** Sends each write twice to a service that lets an address write once. */
    private static int provokeRefusals(List<String> faults) {
        int provoked = 0;
        try (Service strict = new Service(
                ConfigOverride.config("shoppers.rate", "1"), ConfigOverride.config("shoppers.burst", "1"))) {
            for (Operation operation : operations) {
                if (operation.statuses().contains("429")) {
                    String request = request(line(operation, "5"), "Content-Length: 0");
                    RawResponse response = RawConnection.ask(strict.port(), request);
                    for (int attempt = 0; attempt < 20 && response.status() != 429; attempt++) {
                        response = RawConnection.ask(strict.port(), request);
                    }
                    check(operation, "429", response, faults);
                    provoked++;
                }
            }
        }
        return provoked;
    }

    private static int askAll(String status, List<String> faults) {
        int asked = 0;
        for (Operation operation : operations) {
            if (operation.statuses().contains(status)) {
                check(operation, status, ask(line(operation, "5"), body(operation)), faults);
                asked++;
            }
        }
        return asked;
    }

    private static void check(Operation operation, String status, RawResponse response, List<String> faults) {
        if (!status.equals(Integer.toString(response.status()))) {
            faults.add(operation + " returned " + response + " instead of " + status);
        }
        document.differences(operation, response)
                .forEach(difference -> faults.add(operation + " " + status + ": " + difference));
    }

    private static RawResponse ask(String line, String body, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Length: " + body.length();
        return RawConnection.ask(service.port(), request(line, all) + body);
    }
}
