package atelier.review.write;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RunningService;
import atelier.testing.RunningService.Service;
import atelier.testing.Shopper;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a shopper's review stores, what it tolerates, and what it refuses. */
@ExtendWith(RunningService.class)
class ReviewWriteTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REVIEW = """
            {"product_id":1,"rating":4,"summary":"Fits","body":"As expected","recommend":true,"name":"ana",
            "email":"ana@shop.example","photos":["https://a/1.jpg","https://a/2.jpg"],"characteristics":{"9001":3,"9002":5}}
            """;

    @BeforeEach
    void addCharacteristics(Service service) {
        service.execute(
                "INSERT INTO reviews.characteristic (id, product_id, name) VALUES (9001, 1, 'Fit'), (9002, 1, 'Length'),"
                        + " (9003, 2, 'Fit') ON CONFLICT DO NOTHING");
    }

    private static HttpResponse<String> post(Service service, String body) {
        return new Shopper(service.port()).post("/reviews", body);
    }

    /** Returns the review with one member changed; a text that is no JSON removes it. */
    private static String with(String member, String value) throws Exception {
        ObjectNode review = (ObjectNode) JSON.readTree(REVIEW);
        if (value.equals("missing")) {
            review.remove(member);
        } else {
            review.set(member, JSON.readTree(value));
        }
        return JSON.writeValueAsString(review);
    }

    private static String newest(Service service, String columns) {
        return service.query("SELECT " + columns + " FROM reviews.review ORDER BY id DESC LIMIT 1");
    }

    private static String count(Service service) {
        return service.query("SELECT count(*) FROM reviews.review");
    }

    @Test
    void aReviewIsStoredWithItsPhotosAndItsSums(Service service) {
        String before = service.query(
                "SELECT coalesce(sum(stars_4 + recommended), 0) FROM reviews.rating_count WHERE product_id = 1");
        String total =
                service.query("SELECT coalesce(sum(total), 0) FROM reviews.characteristic_sum WHERE product_id = 1");

        HttpResponse<String> response = post(service, REVIEW);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("Created");
        assertThat(response.headers().firstValue("Content-Type")).contains("text/plain;charset=utf-8");
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(
                        newest(
                                service,
                                "row(product_id, rating, summary, body, recommend, reported, response, helpfulness, votes, reviewer_name, reviewer_email)"))
                .isEqualTo("(1,4,Fits,\"As expected\",t,f,,0,0,ana,ana@shop.example)");
        assertThat(newest(service, "response IS NULL AND date = (now() AT TIME ZONE 'UTC')::date"))
                .isEqualTo("t");
        assertThat(service.query("SELECT string_agg(url, ' ' ORDER BY id) FROM reviews.photo"
                        + " WHERE review_id = (SELECT max(id) FROM reviews.review)"))
                .isEqualTo("https://a/1.jpg https://a/2.jpg");
        assertThat(newest(
                        service,
                        "photos = (SELECT string_agg(concat(photo.id, ',', to_json(url)), ',' ORDER BY photo.id)"
                                + " FROM reviews.photo WHERE review_id = review.id)"))
                .isEqualTo("t");
        assertThat(service.query("SELECT string_agg(characteristic_id || '=' || value, ' ' ORDER BY id)"
                        + " FROM reviews.characteristic_rating WHERE review_id = (SELECT max(id) FROM reviews.review)"))
                .isEqualTo("9001=3 9002=5");
        assertThat(service.query("SELECT sum(stars_4 + recommended) - " + before
                        + " FROM reviews.rating_count WHERE product_id = 1"))
                .isEqualTo("2");
        assertThat(service.query(
                        "SELECT sum(total) - " + total + " FROM reviews.characteristic_sum WHERE product_id = 1"))
                .isEqualTo("8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "summary | '\"\"' | summary = ''",
                "summary | missing | summary = ''",
                "summary | null | summary = ''",
                "summary | 17 | summary = '17'",
                "name | '\"\"' | reviewer_name = ''",
                "body | '\"\"' | body = ''",
                "email | missing | reviewer_email = ''",
                "product_id | '\"1\"' | product_id = 1",
                "product_id | ' \" 1 \"' | product_id = 1",
                "product_id | 1.0 | product_id = 1",
                "rating | '\"5\"' | rating = 5",
                "rating | 1.0 | rating = 1",
                "rating | '\" 5.0 \"' | rating = 5",
                "recommend | '\"true\"' | recommend",
                "recommend | '\"yes\"' | recommend",
                "recommend | 1 | recommend",
                "recommend | '\"false\"' | NOT recommend",
                "recommend | missing | NOT recommend",
                "recommend | null | NOT recommend",
                "extra | '{\"deep\":[1,2,{\"x\":null}]}' | true",
                "photos | missing | true",
                "photos | null | true",
                "photos | [] | true",
                "characteristics | missing | true",
                "characteristics | null | true",
                "characteristics | [] | true",
                "characteristics | '{\"x\":1,\"-1\":2,\"99999999999\":3,\"9001\":null}' | true"
            })
    void whatTheLegacyStoredIsStored(String member, String value, String stored, Service service) throws Exception {
        HttpResponse<String> response = post(service, with(member, value));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(newest(service, stored)).isEqualTo("t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"9001\":0,\"9002\":2} | 9002=2",
                "{\"9001\":6,\"9002\":\"2\"} | 9002=2",
                "{\"9003\":1,\"9002\":2.5} | 9002=3",
                "{\"9001\":4,\"09001\":5} | 9001=5",
                "{\"12345\":1} | none"
            })
    void characteristicsOfOthersAndValuesOutOfRangeAreLeftOut(String given, String stored, Service service)
            throws Exception {
        assertThat(post(service, with("characteristics", given)).statusCode()).isEqualTo(201);

        assertThat(
                        service.query(
                                "SELECT coalesce(string_agg(characteristic_id || '=' || value, ' ' ORDER BY id), 'none')"
                                        + " FROM reviews.characteristic_rating WHERE review_id = (SELECT max(id) FROM reviews.review)"))
                .isEqualTo(stored);
    }

    @Test
    void moreThanTwentyCharacteristicsAreRefusedAndNotCut(Service service) throws Exception {
        StringBuilder given = new StringBuilder("{\"9001\":1");
        for (int id = 1; id < 20; id++) {
            given.append(",\"").append(id).append("\":1");
        }

        assertThat(post(service, with("characteristics", given + "}")).statusCode())
                .isEqualTo(201);
        HttpResponse<String> refused = post(service, with("characteristics", given + ",\"20\":1}"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("entries: characteristics: must have at most 20 members, but has 21");
    }

    @Test
    void anyStringIsAPhoto(Service service) throws Exception {
        String photos = JSON.writeValueAsString(
                new String[] {"C:\\fakepath\\x.jpg", "blob:http://localhost/1", "", "x".repeat(2_048)});

        assertThat(post(service, with("photos", photos)).statusCode()).isEqualTo(201);

        assertThat(service.query("SELECT string_agg(length(url)::text, ' ' ORDER BY id) FROM reviews.photo"
                        + " WHERE review_id = (SELECT max(id) FROM reviews.review)"))
                .isEqualTo("17 23 0 2048");
    }

    @Test
    void aBodyOfAnyLengthUpToTheLimitIsStored(Service service) throws Exception {
        String text = "é".repeat(32_000);

        assertThat(post(service, with("body", "\"" + text + "\"")).statusCode()).isEqualTo(201);

        assertThat(newest(service, "length(body)")).isEqualTo("32000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "product_id | missing | product_id: must be a whole number from 1 to 2147483647, but is missing",
                "product_id | 999999 | product_id: there is no product 999999",
                "product_id | 5.55 | product_id: must be a whole number from 1 to 2147483647, but was 5.55",
                "product_id | 0 | product_id: must be a whole number from 1 to 2147483647, but was 0",
                "product_id | 2147483648 | product_id: must be a whole number from 1 to 2147483647, but was 2147483648",
                "product_id | '\"undefined\"' | product_id: must be a whole number from 1 to 2147483647, but was \"undefined\"",
                "product_id | null | product_id: must be a whole number from 1 to 2147483647, but was null",
                "rating | missing | 'rating: must be a whole number from 1 to 5, but is missing'",
                "rating | 0 | 'rating: must be a whole number from 1 to 5, but was 0'",
                "rating | 0.5 | 'rating: must be a whole number from 1 to 5, but was 0.5'",
                "rating | 4.5 | 'rating: must be a whole number from 1 to 5, but was 4.5'",
                "rating | '\"2.9\"' | 'rating: must be a whole number from 1 to 5, but was \"2.9\"'",
                "rating | 6 | 'rating: must be a whole number from 1 to 5, but was 6'",
                "rating | -1 | 'rating: must be a whole number from 1 to 5, but was -1'",
                "rating | '\"\"' | 'rating: must be a whole number from 1 to 5, but was \"\"'",
                "rating | '\"NaN\"' | 'rating: must be a whole number from 1 to 5, but was \"NaN\"'",
                "rating | true | 'rating: must be a whole number from 1 to 5, but was true'",
                "rating | [3] | 'rating: must be a whole number from 1 to 5, but was an array'",
                "summary | {} | 'summary: must be a text, but was an object'",
                "name | '[\"eve\"]' | name: must be a text",
                "email | '{\"eve@shop.example\":1}' | email: must be a text",
                "photos | [1] | 'photos[0]: must be a text, but was 1'",
                "photos | '[\"a\",{\"url\":\"b\"},null]' | 'photos[1]: must be a text, but was an object; photos[2]: must be a text, but was null'",
                "photos | {} | 'photos: must be an array of at most 100 texts, but was an object'",
                "photos | '\"https://a\"' | 'photos: must be an array of at most 100 texts, but was \"https://a\"'"
            })
    void whatCannotBeAReviewIsRefused(String member, String value, String fault, Service service) throws Exception {
        String before = count(service);

        HttpResponse<String> response = post(service, with(member, value));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(JSON.readTree(response.body()))
                .isEqualTo(JSON.createObjectNode()
                        .put("code", 422)
                        .put("message", "Error: Review body contains invalid entries: " + fault));
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(count(service)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "17",
                "\"text\"",
                "{",
                "{}{}",
                "rating=4&product_id=1",
                "{'a':1}",
                "{\"a\":NaN}"
            })
    void whatIsNoJsonObjectIsRefused(String body, Service service) {
        HttpResponse<String> response = post(service, body);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body())
                .isEqualTo("{\"code\":422,\"message\":\"Error: Review body contains invalid entries:"
                        + " the body must be a JSON object\"}");
    }

    @Test
    void allFaultsAreNamedAtOnceWithTheBeginningOfEachValueButNoNameOrEmail(Service service) throws Exception {
        HttpResponse<String> response = post(
                service,
                "{\"product_id\":\"" + "x".repeat(1_000)
                        + "\",\"rating\":\"good\",\"name\":{\"first\":\"eve\"},\"email\":[\"eve@shop.example\"],\"photos\":{\"a\":1}}");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(JSON.readTree(response.body()).get("message").textValue())
                .isEqualTo("Error: Review body contains invalid entries:"
                        + " product_id: must be a whole number from 1 to 2147483647, but was \"" + "x".repeat(39)
                        + "…; rating: must be a whole number from 1 to 5, but was \"good\"; name: must be a text;"
                        + " email: must be a text; photos: must be an array of at most 100 texts, but was an object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "text/plain;charset=UTF-8",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
                "a/b/c",
                "-"
            })
    void theContentTypeDoesNotMatter(String type, Service service) {
        Shopper shopper = new Shopper(service.port());

        HttpResponse<String> response = type.equals("-")
                ? shopper.send("POST", "/reviews", BodyPublishers.ofString(REVIEW))
                : shopper.send("POST", "/reviews", BodyPublishers.ofString(REVIEW), "Content-Type", type);

        assertThat(response.statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/reviews/",
                "/api/fec2/hr-rfe/reviews",
                "/api/fec2/hr-rfe/reviews/",
                "/%72eviews",
                "/reviews?product_id=2&rating=9&email=ana@shop.example",
                "/reviews/?"
            })
    void otherSpellingsOfThePathAndAnyQueryDoTheSame(String path, Service service) {
        String before = count(service);

        assertThat(new Shopper(service.port()).post(path, REVIEW).statusCode()).isEqualTo(201);

        assertThat(newest(service, "rating || ' ' || product_id")).isEqualTo("4 1");
        assertThat(Integer.parseInt(count(service))).isEqualTo(Integer.parseInt(before) + 1);
    }

    @Test
    void whatPostgresqlCannotKeepIsReplaced(Service service) {
        String body = REVIEW.replace("As expected", "nul \\u0000 half \\ud83d other \\ude00 pair \\ud83d\\ude00");

        assertThat(post(service, body).statusCode()).isEqualTo(201);

        assertThat(newest(service, "body = E'nul \\uFFFD half \\uFFFD other \\uFFFD pair \\U0001F600'"))
                .isEqualTo("t");
    }

    @Test
    void numbersBeyondMeasureAreRefused(Service service) {
        for (String number : new String[] {"1e999", "1e99999999", "-1e99999999", "9".repeat(900), "9".repeat(2_000)}) {
            assertThat(post(service, REVIEW.replace("4,", number + ",")).statusCode())
                    .as(number)
                    .isEqualTo(422);
        }
        assertThat(post(service, "[".repeat(60_000)).statusCode()).isEqualTo(422);
        assertThat(post(service, "{\"a\":".repeat(10_000)).statusCode()).isEqualTo(422);
    }

    @Test
    void ofARepeatedMemberTheLastCounts(Service service) {
        assertThat(post(service, REVIEW.replace("\"rating\":4", "\"rating\":9,\"rating\":2"))
                        .statusCode())
                .isEqualTo(201);

        assertThat(newest(service, "rating")).isEqualTo("2");
    }

    @Test
    void badUtf8AndAByteOrderMarkAreTolerated(Service service) {
        byte[] body = ("\u00EF\u00BB\u00BF" + REVIEW.replace("As expected", "caf\u00E9"))
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

        HttpResponse<String> response =
                new Shopper(service.port()).send("POST", "/reviews", BodyPublishers.ofByteArray(body));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(newest(service, "body = E'caf\\uFFFD'")).isEqualTo("t");
    }

    @Test
    void helpfulVotesCountOneMoreEachTimeAndAReportHides(Service service) {
        post(service, REVIEW);
        String id = newest(service, "id");
        Shopper shopper = new Shopper(service.port());

        HttpResponse<String> response = shopper.put("/reviews/" + id + "/helpful");
        shopper.put("/reviews/" + id + "/helpful/");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("Content-Type")).isEmpty();
        assertThat(newest(service, "helpfulness || ' ' || votes || ' ' || reported"))
                .isEqualTo("2 2 false");
        assertThat(shopper.put("/reviews/" + id + "/report").statusCode()).isEqualTo(204);
        assertThat(shopper.put("/reviews/" + id + "/report").statusCode()).isEqualTo(204);
        assertThat(newest(service, "helpfulness || ' ' || votes || ' ' || reported"))
                .isEqualTo("2 4 true");
    }

    @Test
    void aCountThatIsFullStaysAsItIs(Service service) {
        post(service, REVIEW);
        String id = newest(service, "id");
        service.execute("UPDATE reviews.review SET helpfulness = 2147483647, votes = 2147483647 WHERE id = " + id);

        assertThat(new Shopper(service.port())
                        .put("/reviews/" + id + "/helpful")
                        .statusCode())
                .isEqualTo(204);

        assertThat(newest(service, "helpfulness || ' ' || votes")).isEqualTo("2147483647 2147483647");
    }

    @ParameterizedTest
    @CsvSource({
        "abc, Error: invalid review id provided",
        "0, Error: invalid review id provided",
        "-1, Error: invalid review id provided",
        "5.5, Error: invalid review id provided",
        "2147483648, Error: invalid review id provided",
        "99999999999999999999, Error: invalid review id provided",
        "undefined, Error: invalid review id provided",
        "2147483647, There is no review 2147483647"
    })
    void votesOnWhatIsNotThereReturn404(String id, String message, Service service) {
        for (String vote : new String[] {"helpful", "report"}) {
            HttpResponse<String> response = new Shopper(service.port()).put("/reviews/" + id + "/" + vote);

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).isEqualTo("{\"code\":404,\"message\":\"" + message + "\"}");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, {}",
        "application/x-www-form-urlencoded, review_id=1",
        "text/plain, anything",
        "multipart/form-data; boundary=x, --x--"
    })
    void aVotesBodyIsIgnored(String type, String body, Service service) {
        post(service, REVIEW);
        String id = newest(service, "id");

        HttpResponse<String> response = new Shopper(service.port())
                .send("PUT", "/reviews/" + id + "/helpful", BodyPublishers.ofString(body), "Content-Type", type);

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(newest(service, "helpfulness")).isEqualTo("1");
    }
}
