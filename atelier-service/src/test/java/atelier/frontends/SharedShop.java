package atelier.frontends;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.testing.RunningService.Service;
import atelier.testing.Shopper;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A service with reviews and questions, which all test classes of this package share. */
final class SharedShop implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Shop.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Shop.class, type -> new Shop(), Shop.class);
    }

    /** The service, and a page that calls it. */
    static final class Shop implements AutoCloseable {
        /** The base path of most frontends. */
        static final String BASE = "/api/fec2/hr-rfe";

        static final String JSON = "application/json";

        private static final ObjectMapper MAPPER = new ObjectMapper();

        private final Service service = new Service();
        private final Shopper page = new Shopper(service.port());

        Shop() {
            service.execute(ROWS);
        }

        Service service() {
            return service;
        }

        /** Returns the JSON of a response that must be 200. */
        JsonNode read(String path) {
            HttpResponse<String> response = get(path);
            assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
            return json(response);
        }

        HttpResponse<String> get(String path, String... headers) {
            return page.send("GET", path, BodyPublishers.noBody(), headers);
        }

        HttpResponse<String> post(String path, String body) {
            return page.post(path, body);
        }

        /** Sends a body. A type of null sends no Content-Type. */
        HttpResponse<String> send(String method, String path, @Nullable String type, @Nullable String body) {
            return page.send(
                    method,
                    path,
                    body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body),
                    headers(type));
        }

        /** Posts JSON with a raw token. */
        HttpResponse<String> postAs(String token, String path, String body) {
            return page.send("POST", path, BodyPublishers.ofString(body), "Content-Type", JSON, "Authorization", token);
        }

        /** Begins a request without a body. */
        CompletableFuture<HttpResponse<String>> begin(String method, String path) {
            return page.sendAsync(method, path, BodyPublishers.noBody());
        }

        private static String[] headers(@Nullable String type) {
            return type == null ? new String[0] : new String[] {"Content-Type", type};
        }

        static JsonNode json(HttpResponse<String> response) {
            return json(response.body());
        }

        static JsonNode json(String text) {
            try {
                return MAPPER.readTree(text);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(text, e);
            }
        }

        @Override
        public void close() {
            service.close();
        }
    }

    /** What an import and some votes have left: product 1 has all kinds of rows, product 8 many, product 3 none. */
    private static final String ROWS = """
            TRUNCATE reviews.review, reviews.photo, reviews.characteristic, reviews.characteristic_rating, reviews.rating_count,
                     reviews.characteristic_sum, questions.question, questions.answer, questions.photo;

            INSERT INTO reviews.characteristic (id, product_id, name)
            VALUES (57222, 1, 'Fit'), (57223, 1, 'Length'), (57224, 1, 'Comfort'), (57225, 1, 'Quality'),
                   (60001, 2, 'Size'), (60002, 2, 'Width'), (60003, 2, 'Comfort'), (125031, 5, 'Fit');

            INSERT INTO reviews.review (id, product_id, helpfulness, date, rating, recommend, reported, summary, body,
                                        response, reviewer_name, reviewer_email)
            VALUES (681771, 1, 5, '2021-04-14', 3, false, false, 'Fine', 'It does what an apron does.',
                    NULL, 'clay', 'clay@post.example'),
                   (681772, 1, 5, '2020-01-02', 5, true, false, '', 'Pockets!',
                    '', 'ink', 'ink@post.example'),
                   (681773, 1, 9, '2018-12-31', 4, true, false, 'Ünder the table', 'Line one
            line "two"', 'Thank you!', 'ørsted', 'o@post.example'),
                   (681774, 1, 70, '2020-02-29', 1, false, true, 'Reported', 'Not for the list', NULL, 'troll', NULL),
                   (681775, 1, 5, '2020-01-02', 5, true, false, 'Again', 'The same day, and as helpful',
                    NULL, 'ink2', NULL);
            INSERT INTO reviews.review (id, product_id, helpfulness, date, rating, recommend, reported, summary, body,
                                        response, reviewer_name, reviewer_email)
            SELECT 690000 + n, 8, n % 7, date '2019-01-01' + n % 11, 1 + n % 5, n % 2 = 0, false, 'Summary ' || n,
                   'Body ' || n, NULL, 'reader' || n, NULL
            FROM generate_series(1, 23) AS n;
            INSERT INTO reviews.photo (review_id, id, url)
            VALUES (681773, 1278012, 'https://pictures.example/b.jpg'), (681773, 1278010, 'https://pictures.example/a.jpg');
            INSERT INTO reviews.characteristic_rating (review_id, id, characteristic_id, value)
            VALUES (681771, 1, 57222, 2), (681772, 2, 57222, 3), (681773, 3, 57222, 3), (681774, 4, 57224, 1),
                   (681775, 5, 57225, 4);
            INSERT INTO reviews.rating_count (product_id, stars_1, stars_2, stars_3, stars_4, stars_5, recommended)
            VALUES (1, 1, 0, 1, 1, 2, 3), (8, 4, 5, 5, 5, 4, 11);
            INSERT INTO reviews.characteristic_sum (product_id, characteristic_id, ratings, total)
            VALUES (1, 57222, 3, 8), (1, 57224, 1, 1), (1, 57225, 1, 4);

            INSERT INTO questions.question (id, product_id, helpful, date_written, reported, body, asker_name, asker_email)
            VALUES (593466, 1, 7, '2021-03-05', false, 'Is it washable?', 'clay', 'clay@post.example'),
                   (593467, 1, 9, '2021-03-06', false, 'Is it red?', 'ink', NULL),
                   (593468, 1, 9, '2021-03-04', false, 'Is it blue?', 'ink', NULL),
                   (593469, 1, 99, '2021-03-04', true, 'Is it spam?', 'troll', NULL);
            INSERT INTO questions.question (id, product_id, helpful, date_written, reported, body, asker_name, asker_email)
            SELECT 600000 + n, 8, n % 3, date '2020-05-01' + n, false, 'Question ' || n, 'asker' || n, NULL
            FROM generate_series(1, 12) AS n;
            INSERT INTO questions.answer (id, question_id, helpful, date_written, reported, body, answerer_name, answerer_email)
            VALUES (5539455, 593466, 1, '2021-03-07', false, 'Yes, at 40 degrees.', 'Seller', 's@post.example'),
                   (5539456, 593466, 10, '2021-03-08', false, 'I never do.', 'ink', NULL),
                   (5539457, 593466, 10, '2021-03-01', false, 'Every day.', 'ochre', NULL),
                   (5539458, 593466, 80, '2021-03-01', true, 'Buy mine', 'troll', NULL),
                   (5539459, 593469, 2, '2021-03-01', false, 'Of a reported question', 'ink', NULL);
            INSERT INTO questions.answer (id, question_id, helpful, date_written, reported, body, answerer_name, answerer_email)
            SELECT 5540000 + n, 600004, n % 4, date '2020-05-01' + n, false, 'Answer ' || n, 'answerer' || n, NULL
            FROM generate_series(1, 11) AS n;
            INSERT INTO questions.photo (answer_id, id, url)
            VALUES (5539456, 682121, 'https://pictures.example/d.jpg'), (5539456, 682119, 'https://pictures.example/c.jpg');

            SELECT setval('shop.review_id', 690023), setval('shop.review_photo_id', 1278012),
                   setval('shop.characteristic_rating_id', 5), setval('shop.question_id', 600012),
                   setval('shop.answer_id', 5540011), setval('shop.answer_photo_id', 682121);
            """;
}
