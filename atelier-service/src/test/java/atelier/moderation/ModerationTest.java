package atelier.moderation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.Database;
import atelier.testing.Program;
import atelier.testing.RawConnection;
import atelier.testing.RunningService.Service;
import atelier.testing.Shopper;
import atelier.write.WriteTransactions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.testing.ConfigOverride;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What token holders see of what was reported, and what their actions do. */
class ModerationTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Service service;

    @BeforeAll
    static void start() {
        service = new Service(
                ConfigOverride.config("changes.tokens", "alice:" + TOKEN),
                // A busy machine may need longer for a lock.
                ConfigOverride.config("database.poolWait", "9s"),
                ConfigOverride.config("database.readLimit", "9s"),
                ConfigOverride.config("database.statementTimeout", "9s"));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** Product 1 has four reviews, product 2 one; questions and answers are as many. Even ids were reported. */
    @BeforeEach
    void fill() {
        service.execute("""
                DELETE FROM audit.change;
                UPDATE catalogue.edition SET changes = 0;
                DELETE FROM reviews.photo; DELETE FROM reviews.characteristic_rating; DELETE FROM reviews.review;
                DELETE FROM reviews.rating_count; DELETE FROM reviews.characteristic_sum;
                DELETE FROM questions.photo; DELETE FROM questions.answer; DELETE FROM questions.question;
                INSERT INTO reviews.review (id, product_id, helpfulness, date, rating, recommend, reported, summary, body,
                                            response, reviewer_name, reviewer_email)
                SELECT id, (id + 3) / 4, 7, '2021-03-05', 1 + id % 5, id % 3 = 0, id % 2 = 0, 'summary ' || id, 'body ' || id,
                       NULL, 'name', 'secret@example.com'
                FROM generate_series(1, 6) AS id;
                INSERT INTO reviews.photo (review_id, id, url) SELECT id, 10 * id + 1, 'https://b' FROM reviews.review;
                INSERT INTO reviews.photo (review_id, id, url) SELECT id, 10 * id, 'https://a' FROM reviews.review;
                INSERT INTO reviews.characteristic_rating (review_id, id, characteristic_id, value)
                SELECT id, id, 100 + product_id, rating FROM reviews.review;
                INSERT INTO reviews.rating_count
                SELECT product_id, count(*) FILTER (WHERE rating = 1), count(*) FILTER (WHERE rating = 2),
                       count(*) FILTER (WHERE rating = 3), count(*) FILTER (WHERE rating = 4),
                       count(*) FILTER (WHERE rating = 5), count(*) FILTER (WHERE recommend)
                FROM reviews.review GROUP BY product_id;
                INSERT INTO reviews.characteristic_sum
                SELECT product_id, characteristic_id, count(*), sum(value)
                FROM reviews.characteristic_rating JOIN reviews.review ON review.id = review_id
                GROUP BY product_id, characteristic_id;
                INSERT INTO questions.question (id, product_id, helpful, date_written, reported, body, asker_name, asker_email)
                SELECT id, (id + 3) / 4, 7, '2021-03-05', id % 2 = 0, 'question ' || id, 'asker', 'secret@example.com'
                FROM generate_series(1, 6) AS id;
                INSERT INTO questions.answer (id, question_id, helpful, date_written, reported, body, answerer_name,
                                              answerer_email)
                SELECT id, (id + 1) / 2, 7, '2021-03-05', id % 2 = 0, 'answer ' || id, 'answerer', 'secret@example.com'
                FROM generate_series(1, 12) AS id;
                INSERT INTO questions.photo (answer_id, id, url) SELECT id, id, 'https://c' FROM questions.answer;
                """);
    }

    private static HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> act(String method, String path, String body) {
        return send(method, path, body, "Authorization", "Bearer " + TOKEN, "X-Request-Id", "desk-1");
    }

    private static int delete(String path) {
        return act("DELETE", path, "").statusCode();
    }

    private static JsonNode reported(String query) throws IOException {
        HttpResponse<String> response = act("GET", "/reported" + query, "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static String number(String what) {
        return service.query("SELECT count(*) FROM " + what);
    }

    private static String audit() {
        return service.query(
                "SELECT string_agg(changed_by || ' ' || request_id || ' ' || product_id || ' ' || place || ' '"
                        + " || before || ' ' || after, '|' ORDER BY number)"
                        + " FROM audit.change JOIN catalogue.edition ON edition = imported_at");
    }

    /** A recount has the same sums as the tables that change with each review. */
    private static void assertSumsAgree() {
        assertThat(service.query("SELECT count(*) FROM reviews.rating_count"))
                .isEqualTo(service.query("""
                SELECT count(*)
                FROM reviews.rating_count
                JOIN (SELECT product_id, count(*) FILTER (WHERE rating = 1) AS a, count(*) FILTER (WHERE rating = 2) AS b,
                             count(*) FILTER (WHERE rating = 3) AS c, count(*) FILTER (WHERE rating = 4) AS d,
                             count(*) FILTER (WHERE rating = 5) AS e, count(*) FILTER (WHERE recommend) AS f
                      FROM reviews.review GROUP BY product_id) AS recount USING (product_id)
                WHERE (stars_1, stars_2, stars_3, stars_4, stars_5, recommended) = (a, b, c, d, e, f)
                """))
                .isEqualTo(number("(SELECT DISTINCT product_id FROM reviews.review) AS products"));
        assertThat(service.query("SELECT count(*) FROM reviews.characteristic_sum"))
                .isEqualTo(service.query("""
                SELECT count(*)
                FROM reviews.characteristic_sum
                JOIN (SELECT product_id, characteristic_id, count(*) AS a, sum(value) AS b
                      FROM reviews.characteristic_rating JOIN reviews.review ON review.id = review_id
                      GROUP BY product_id, characteristic_id) AS recount USING (product_id, characteristic_id)
                WHERE (ratings, total) = (a, b)
                """));
    }

    @Test
    void listHasReviewsThenQuestionsThenAnswersWithoutEmails() throws Exception {
        HttpResponse<String> response = act("GET", "/reported", "");

        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(response.body()).doesNotContain("secret", "email");
        JsonNode results = JSON.readTree(response.body()).get("results");
        assertThat(results.findValuesAsText("kind"))
                .containsExactlyElementsOf(List.of(
                        "review",
                        "review",
                        "review",
                        "question",
                        "question",
                        "question",
                        "answer",
                        "answer",
                        "answer",
                        "answer",
                        "answer",
                        "answer"));
        assertThat(results.findValuesAsText("id"))
                .containsExactly("2", "4", "6", "2", "4", "6", "2", "4", "6", "8", "10", "12");
        assertThat(results.get(1).toString())
                .isEqualTo("{\"kind\":\"review\",\"id\":4,\"product_id\":1,\"question_id\":null,"
                        + "\"date\":\"2021-03-05T00:00:00.000Z\",\"name\":\"name\",\"summary\":\"summary 4\","
                        + "\"text\":\"body 4\",\"photos\":[\"https://a\",\"https://b\"]}");
        assertThat(results.get(11).toString())
                .isEqualTo("{\"kind\":\"answer\",\"id\":12,\"product_id\":2,\"question_id\":6,"
                        + "\"date\":\"2021-03-05T00:00:00.000Z\",\"name\":\"answerer\",\"summary\":null,"
                        + "\"text\":\"answer 12\",\"photos\":[\"https://c\"]}");
        assertThat(JSON.readTree(response.body()).get("next").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "5", "11", "12"})
    void pagesTogetherAreTheListEvenIfItShrinksMeanwhile(int count) throws Exception {
        List<String> all = new ArrayList<>();
        JsonNode page = reported("?count=" + count);
        while (true) {
            page.get("results")
                    .forEach(row ->
                            all.add(row.get("kind").asText() + row.get("id").asText()));
            // The row before the cursor is gone; nothing is skipped or repeated.
            JsonNode last = page.get("results").get(page.get("results").size() - 1);
            assertThat(delete("/reported/" + last.get("kind").asText() + "s/"
                            + last.get("id").asText()))
                    .isEqualTo(204);
            if (page.get("next").isNull()) {
                break;
            }
            page = reported("?count=" + count + "&after=" + page.get("next").asText());
        }

        assertThat(all)
                .containsExactly(
                        "review2",
                        "review4",
                        "review6",
                        "question2",
                        "question4",
                        "question6",
                        "answer2",
                        "answer4",
                        "answer6",
                        "answer8",
                        "answer10",
                        "answer12");
    }

    @ParameterizedTest
    @CsvSource({"?count=0", "?count=x", "?after=review", "?after=review:1:2:3", "?after=photo:1:2"})
    void badParameterReturns400(String query) {
        assertThat(act("GET", "/reported" + query, "").statusCode()).isEqualTo(400);
    }

    @Test
    void largestNumbersAndCountsAreUnderstood() throws Exception {
        assertThat(reported("?count=9007199254740991").get("results")).hasSize(12);
        assertThat(reported("?after=answer:9999999999:9999999999").get("results"))
                .isEmpty();
        assertThat(reported("?count=&after=").get("results")).hasSize(12);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /reported",
        "HEAD, /reported",
        "POST, /reported/clear",
        "DELETE, /reported/reviews/2",
        "DELETE, /reported/questions/2",
        "DELETE, /reported/answers/2",
        "DELETE, /reviews/2",
        "DELETE, /qa/questions/2",
        "DELETE, /qa/answers/2"
    })
    void everyRouteNeedsAToken(String method, String path) {
        assertThat(send(method, path, "").statusCode()).isEqualTo(401);
        HttpResponse<String> wrong = send(method, path, "", "Authorization", "Bearer " + TOKEN + "0");
        assertThat(wrong.statusCode()).isIn(401, 429);
        assertThat(wrong.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(number("reviews.review")).isEqualTo("6");
        assertThat(audit()).isNull();
    }

    /** Jetty looked up the headers of a connection without regard to case. */
    @Test
    void tokenInAnotherCaseIsWrongAlsoAfterTheRightOneOnTheSameConnection() throws Exception {
        try (RawConnection connection = new RawConnection(service.port(), Duration.ofSeconds(10))) {
            for (String token : List.of(TOKEN, TOKEN.toUpperCase(Locale.ROOT), TOKEN)) {
                connection.send(RawConnection.request("GET /reported", "Authorization: Bearer " + token));
                assertThat(requireNonNull(connection.read(false)).status()).isEqualTo(token.equals(TOKEN) ? 200 : 401);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "reviews, reviews.review, /reviews/2",
        "questions, questions.question, /qa/questions/2",
        "answers, questions.answer, /qa/answers/2"
    })
    void restoredRowIsShownAgainAndOnRecord(String kind, String table, String place) throws Exception {
        assertThat(delete("/reported/" + kind + "/2")).isEqualTo(204);

        assertThat(service.query("SELECT reported FROM " + table + " WHERE id = 2"))
                .isEqualTo("f");
        assertThat(number(table + " WHERE reported")).isEqualTo(kind.equals("answers") ? "5" : "2");
        assertThat(audit()).isEqualTo("alice desk-1 1 " + place + " {\"reported\": true} {\"reported\": false}");
        assertThat(delete("/reported/" + kind + "/2")).isEqualTo(404);
        assertThat(delete("/reported/" + kind + "/1")).isEqualTo(404);
        assertThat(delete("/reported/" + kind + "/999")).isEqualTo(404);
        assertThat(delete("/reported/" + kind + "/x")).isEqualTo(400);
        assertThat(service.query("SELECT changes FROM catalogue.edition")).isEqualTo("1");
        assertSumsAgree();
    }

    @Test
    void deletedReviewTakesItsPhotosRatingsAndShareOfTheSums() {
        for (int id = 1; id <= 6; id++) {
            assertThat(delete("/reviews/" + id)).isEqualTo(204);

            assertThat(number("reviews.review")).isEqualTo(Integer.toString(6 - id));
            assertThat(number("reviews.photo")).isEqualTo(Integer.toString(2 * (6 - id)));
            assertThat(number("reviews.characteristic_rating")).isEqualTo(Integer.toString(6 - id));
            assertSumsAgree();
        }
        assertThat(number("reviews.rating_count")).isEqualTo("0");
        assertThat(number("reviews.characteristic_sum")).isEqualTo("0");
        assertThat(delete("/reviews/6")).isEqualTo(404);
        assertThat(delete("/reviews/0")).isEqualTo(400);
    }

    @Test
    void recordOfADeletionHasWhatWasDeletedWithoutTheEmail() throws Exception {
        delete("/api/fec2/hr-lax/reviews/4/");

        assertThat(service.query("SELECT after::text FROM audit.change")).isEqualTo("null");
        JsonNode before = JSON.readTree(service.query("SELECT before FROM audit.change"));
        assertThat(before.toString()).doesNotContain("secret").contains("[\"https://a\",\"https://b\"]");
        assertThat(before.get("body").asText()).isEqualTo("body 4");
        assertThat(before.get("rating").asInt()).isEqualTo(5);
        assertThat(before.get("characteristics").toString()).isEqualTo("{\"101\":5}");
        assertThat(service.query("SELECT place FROM audit.change")).isEqualTo("/reviews/4");
    }

    @Test
    void deletedQuestionTakesItsAnswersAndTheirPhotos() throws Exception {
        assertThat(delete("/qa/questions/2")).isEqualTo(204);

        assertThat(number("questions.question")).isEqualTo("5");
        assertThat(number("questions.answer WHERE question_id = 2")).isEqualTo("0");
        assertThat(number("questions.answer")).isEqualTo("10");
        assertThat(number("questions.photo")).isEqualTo("10");
        JsonNode before = JSON.readTree(service.query("SELECT before FROM audit.change"));
        assertThat(before.toString()).doesNotContain("secret");
        assertThat(before.at("/answers/3/body").asText()).isEqualTo("answer 3");
        assertThat(delete("/qa/questions/2")).isEqualTo(404);
    }

    /** A body may have 64 KiB, and a question any number of answers. */
    @Test
    void questionWithHundredsOfLargeAnswersIsDeletedAndOnRecordWithinALimit() throws Exception {
        service.execute("""
                INSERT INTO questions.answer (id, question_id, helpful, date_written, reported, body, answerer_name)
                SELECT id, 2, 3, '2021-03-05', false,
                       (SELECT string_agg(md5(id::text || part), '') FROM generate_series(1, 1875) AS part), 'many'
                FROM generate_series(1001, 1500) AS id;
                INSERT INTO questions.photo (answer_id, id, url) VALUES (1001, 1001, 'https://large');
                """);

        HttpResponse<String> response = act("DELETE", "/qa/questions/2", "");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
        assertThat(number("questions.answer WHERE question_id = 2")).isEqualTo("0");
        assertThat(number("audit.change")).isEqualTo("1");
        JsonNode before = JSON.readTree(service.query("SELECT before FROM audit.change"));
        assertThat(before.get("answers")).hasSize(502);
        assertThat(before.at("/answers/3/body").asText()).isEqualTo("answer 3");
        assertThat(before.at("/answers/1001/body").asText()).hasSize(60_000);
        assertThat(before.at("/answers/1001/photos").toString()).isEqualTo("[\"https://large\"]");
        assertThat(before.at("/answers/1017/body").asText()).hasSize(60_000);
        assertThat(before.at("/answers/1018").toString())
                .isEqualTo("{\"date\":\"2021-03-05\",\"reported\":false,\"helpfulness\":3,\"bytes_left_out\":60004}");
        assertThat(before.toString()).hasSizeLessThan(1_200_000);
    }

    @Test
    void clearingManyLargeReviewsLeavesTextsOutOfTheRecordBeyondALimit() throws Exception {
        service.execute("""
                INSERT INTO reviews.review (id, product_id, helpfulness, date, rating, recommend, reported, summary, body,
                                            response, reviewer_name)
                SELECT id, 3, 7, '2021-03-05', 4, true, true, '', repeat('long ', 12000), '', '' FROM generate_series(2001, 2100) AS id;
                INSERT INTO reviews.rating_count VALUES (3, 0, 0, 0, 100, 0, 100);
                """);

        assertThat(act("POST", "/reported/clear", "{\"product_id\": 3, \"action\": \"delete\"}")
                        .body())
                .isEqualTo("{\"reviews\":100,\"questions\":0,\"answers\":0,\"complete\":true}");

        assertThat(number("audit.change WHERE length(before ->> 'body') = 60000"))
                .isEqualTo("17");
        assertThat(number("audit.change WHERE before ->> 'bytes_left_out' = '60000' AND before ->> 'rating' = '4'"))
                .isEqualTo("83");
    }

    @Test
    void deletedAnswerTakesItsPhotosAndLeavesItsQuestion() {
        assertThat(delete("/qa/answers/3")).isEqualTo(204);

        assertThat(number("questions.question")).isEqualTo("6");
        assertThat(number("questions.answer")).isEqualTo("11");
        assertThat(number("questions.photo")).isEqualTo("11");
        assertThat(service.query("SELECT product_id || place FROM audit.change"))
                .isEqualTo("1/qa/answers/3");
        assertThat(delete("/qa/answers/3")).isEqualTo(404);
    }

    @Test
    void clearingRestoresWhatWasReportedOfOneProduct() {
        HttpResponse<String> response = act("POST", "/reported/clear", "{\"product_id\": 1, \"action\": \"restore\"}");

        assertThat(response.body()).isEqualTo("{\"reviews\":2,\"questions\":2,\"answers\":4,\"complete\":true}");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(number("reviews.review WHERE reported")).isEqualTo("1");
        assertThat(number("questions.question WHERE reported")).isEqualTo("1");
        assertThat(number("questions.answer WHERE reported")).isEqualTo("2");
        assertThat(number("audit.change WHERE product_id = 1 AND changed_by = 'alice'"))
                .isEqualTo("8");
        assertThat(service.query("SELECT changes FROM catalogue.edition")).isEqualTo("8");
        assertThat(service.query("SELECT string_agg(place, ' ' ORDER BY number) FROM audit.change"))
                .isEqualTo("/reviews/2 /reviews/4 /qa/questions/2 /qa/questions/4"
                        + " /qa/answers/2 /qa/answers/4 /qa/answers/6 /qa/answers/8");
    }

    @Test
    void clearingDeletesWhatWasReportedOfOneProduct() {
        HttpResponse<String> response = act("POST", "/reported/clear", "{\"product_id\": 1, \"action\": \"delete\"}");

        // The other reported answers went with their questions.
        assertThat(response.body()).isEqualTo("{\"reviews\":2,\"questions\":2,\"answers\":2,\"complete\":true}");
        assertThat(number("reviews.review")).isEqualTo("4");
        assertThat(number("questions.question")).isEqualTo("4");
        assertThat(number("questions.answer")).isEqualTo("6");
        assertThat(number("questions.photo")).isEqualTo("6");
        assertSumsAgree();
        assertThat(act("POST", "/reported/clear", "{\"product_id\": 999, \"action\": \"delete\"}")
                        .body())
                .isEqualTo("{\"reviews\":0,\"questions\":0,\"answers\":0,\"complete\":true}");
        assertThat(number("audit.change")).isEqualTo("6");
    }

    @Test
    void clearingManyTakesSeveralRequests() {
        service.execute("""
                INSERT INTO reviews.review (id, product_id, helpfulness, date, rating, recommend, reported, summary, body,
                                            response, reviewer_name)
                SELECT id, 3, 7, '2021-03-05', 4, true, true, '', '', '', ''
                FROM generate_series(1001, 1450) AS id;
                INSERT INTO reviews.rating_count VALUES (3, 0, 0, 0, 450, 0, 450);
                """);

        String delete = "{\"product_id\": 3, \"action\": \"delete\"}";
        assertThat(act("POST", "/reported/clear", delete).body())
                .isEqualTo("{\"reviews\":300,\"questions\":0,\"answers\":0,\"complete\":false}");
        assertSumsAgree();
        assertThat(act("POST", "/reported/clear", delete).body())
                .isEqualTo("{\"reviews\":150,\"questions\":0,\"answers\":0,\"complete\":true}");
        assertSumsAgree();
        assertThat(service.query("SELECT changes FROM catalogue.edition")).isEqualTo("450");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                        | 422
            {"product_id": 1, "action": "hide"}       | 422
            {"product_id": "1", "action": "delete"}   | 422
            {"product_id": 1}                         | 422
            []                                        | 400
            {                                         | 400
            """)
    void clearingRefusesAnUnclearBody(String body, int status) {
        assertThat(act("POST", "/reported/clear", body).statusCode()).isEqualTo(status);
        assertThat(number("reviews.review")).isEqualTo("6");
    }

    @Test
    void failureHalfwayLeavesEverything() {
        service.execute("CREATE FUNCTION audit.fail() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN RAISE EXCEPTION ''disk on fire''; END';"
                + " CREATE TRIGGER fail BEFORE INSERT ON audit.change FOR EACH ROW EXECUTE FUNCTION audit.fail()");
        try {
            assertThat(delete("/reviews/2")).isEqualTo(500);
        } finally {
            service.execute("DROP TRIGGER fail ON audit.change; DROP FUNCTION audit.fail");
        }
        assertThat(number("reviews.review")).isEqualTo("6");
        assertSumsAgree();
        assertThat(delete("/reviews/2")).isEqualTo(204);
    }

    @Test
    void sumsAgreeAfterManyTokenHoldersAtOnce() throws Exception {
        service.execute("""
                INSERT INTO reviews.review (id, product_id, helpfulness, date, rating, recommend, reported, summary, body,
                                            response, reviewer_name)
                SELECT id, 4 + id % 2, 7, '2021-03-05', 1 + id % 5, id % 3 = 0, true, '', '', '', ''
                FROM generate_series(2001, 2040) AS id;
                INSERT INTO reviews.characteristic_rating (review_id, id, characteristic_id, value)
                SELECT id, id, 100 + product_id, rating FROM reviews.review WHERE id > 2000;
                INSERT INTO reviews.rating_count
                SELECT product_id, count(*) FILTER (WHERE rating = 1), count(*) FILTER (WHERE rating = 2),
                       count(*) FILTER (WHERE rating = 3), count(*) FILTER (WHERE rating = 4),
                       count(*) FILTER (WHERE rating = 5), count(*) FILTER (WHERE recommend)
                FROM reviews.review WHERE id > 2000 GROUP BY product_id;
                INSERT INTO reviews.characteristic_sum
                SELECT product_id, 100 + product_id, count(*), sum(rating) FROM reviews.review WHERE id > 2000
                GROUP BY product_id;
                """);
        ExecutorService clients = Executors.newFixedThreadPool(4);
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int id = 2001; id <= 2030; id++) {
            int review = id;
            calls.add(() -> delete("/reviews/" + review));
            // The same again: exactly one of the two deletes it.
            calls.add(() -> delete("/reviews/" + review));
            if (id % 10 == 0) {
                calls.add(() -> act("POST", "/reported/clear", "{\"product_id\": 4, \"action\": \"restore\"}")
                        .statusCode());
            }
        }
        try {
            int deleted = 0;
            for (Future<Integer> status : clients.invokeAll(calls, 60, TimeUnit.SECONDS)) {
                deleted += status.get() == 204 ? 1 : 0;
                assertThat(status.get()).isIn(200, 204, 404);
            }
            assertThat(deleted).isEqualTo(30);
        } finally {
            clients.shutdown();
        }
        assertSumsAgree();
        assertThat(number("reviews.review WHERE id > 2000")).isEqualTo("10");
        assertThat(service.query("SELECT count(DISTINCT number) = max(number) FROM audit.change"))
                .isEqualTo("t");
    }

    @Test
    void sixteenTokenHoldersAtOnceWaitForEachOtherAndOneMoreGets503() throws Exception {
        service.execute("""
                INSERT INTO reviews.review (id, product_id, helpfulness, date, rating, recommend, reported, summary, body,
                                            response, reviewer_name)
                SELECT id, 3, 7, '2021-03-05', 4, true, true, '', '', '', '' FROM generate_series(3001, 3017) AS id;
                INSERT INTO reviews.rating_count VALUES (3, 0, 0, 0, 17, 0, 17);
                """);
        Shopper client = new Shopper(service.port());
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection switching = database.connect()) {
            switching.setAutoCommit(false);
            switching.createStatement().execute("LOCK TABLE catalogue.document IN ACCESS EXCLUSIVE MODE");
            for (int id = 3001; id <= 3016; id++) {
                waiting.add(client.sendAsync(
                        "DELETE",
                        "/reviews/" + id,
                        HttpRequest.BodyPublishers.noBody(),
                        "Authorization",
                        "Bearer " + TOKEN));
            }
            // Those that wait for the catalogue's switch hold nothing that a shopper's write needs.
            Program.await("two transactions that wait for the catalogue", () -> waitingFor("catalogue.document", 2));
            assertThat(service.query("SELECT count(*) FROM pg_locks WHERE relation = 'reviews.review'::regclass"))
                    .isEqualTo("0");

            // Before that, the next one would wait too.
            Program.await("sixteen that wait", () -> threadsInTransactions() == 16);
            assertThat(act("DELETE", "/reported/answers/999", "").statusCode()).isEqualTo(503);
            // The edits of products have a bound of their own, and a busy connection is another reason to wait.
            assertThat(service.admin("/prometheus"))
                    .containsPattern("change_transactions_refused_total\\{kind=\"moderation\"} [1-9]")
                    .contains("change_transactions_refused_total{kind=\"edit\"} 0.0");
            switching.rollback();
        }

        for (CompletableFuture<HttpResponse<String>> response : waiting) {
            assertThat(response.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
        }
        assertThat(delete("/reviews/3017")).isEqualTo(204);
    }

    /** The service runs in this JVM. */
    private static long threadsInTransactions() {
        return Thread.getAllStackTraces().values().stream()
                .filter(stack -> Stream.of(stack)
                        .anyMatch(frame -> frame.getClassName().equals(WriteTransactions.class.getName())
                                && frame.getMethodName().equals("run")))
                .count();
    }

    private static boolean waitingFor(String table, int transactions) {
        return service.query("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = '" + table + "'::regclass")
                .equals(Integer.toString(transactions));
    }

    /** The last review takes the row of the sums with it, on which a new review may wait. */
    @Test
    void sumsAgreeWhileShoppersWriteAndTokenHoldersDelete() throws Exception {
        Shopper shopper = new Shopper(service.port());
        ExecutorService clients = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> written = clients.submit(() -> {
                int count = 0;
                for (int number = 0; number < 60; number++) {
                    count += shopper.post("/reviews", "{\"product_id\": 2, \"rating\": " + (1 + number % 5) + "}")
                                            .statusCode()
                                    == 201
                            ? 1
                            : 0;
                }
                return count;
            });
            while (!written.isDone()) {
                String id = service.query("SELECT coalesce(min(id), 999) FROM reviews.review WHERE product_id = 2");
                assertThat(delete("/reviews/" + id)).isIn(204, 404);
            }
            assertThat(written.get()).isEqualTo(60);
        } finally {
            clients.shutdown();
        }
        assertSumsAgree();
    }

    @Test
    void answerToAQuestionThatIsBeingDeletedReturns404() throws Exception {
        try (Database database = Database.share(service.configuration().getDatabase());
                Connection moderator = database.connect()) {
            moderator.setAutoCommit(false);
            moderator
                    .createStatement()
                    .execute(
                            "DELETE FROM questions.photo; DELETE FROM questions.answer; DELETE FROM questions.question");
            CompletableFuture<HttpResponse<String>> response = new Shopper(service.port())
                    .sendAsync(
                            "POST",
                            "/qa/questions/1/answers",
                            HttpRequest.BodyPublishers.ofString("{\"body\": \"a\"}"));
            Program.await(
                    "the answer to wait for the question",
                    () -> response.isDone()
                            || service.query("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                            + " AND datname = current_database()")
                                    .equals("1"));
            moderator.commit();

            assertThat(response.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(404);
        }
    }
}
