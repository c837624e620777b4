package atelier.write.shopper;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import atelier.database.DatabaseSettings;
import atelier.testing.FullTier;
import atelier.testing.RunningService.Service;
import atelier.testing.Shopper;
import atelier.write.shopper.WrittenModel.Review;
import atelier.write.shopper.WrittenModel.Text;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dropwizard.testing.ConfigOverride;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Eight shoppers write at random through two nodes. Whoever has written finds it at once through the other node. In the end all lists and
 * summaries are what a recount of the writes says.
 */
class WrittenModelTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOPPERS = 8;
    private static final int[] PRODUCTS = {1, 2, 3};
    private static final String[] CHARACTERISTICS = {"11", "12", "13"};
    private static final String REVIEW = "/reviews/";
    private static final String QUESTION = "/qa/questions/";
    private static final String ANSWER = "/qa/answers/";

    private static Service one;
    private static Service other;

    private final WrittenModel model = new WrittenModel();

    @BeforeAll
    static void start() {
        // A busy machine must not refuse anything.
        ConfigOverride[] patience = {
            ConfigOverride.config("database.poolWait", "10s"),
            ConfigOverride.config("database.readLimit", "10s"),
            ConfigOverride.config("database.statementTimeout", "10s")
        };
        one = new Service(patience);
        DatabaseSettings database = one.configuration().getDatabase();
        other = new Service(database, String.valueOf(database.user()), String.valueOf(database.password()), patience);
    }

    @AfterAll
    static void stop() {
        other.close();
        one.close();
    }

    @BeforeEach
    void empty() {
        one.execute(
                "TRUNCATE reviews.review, reviews.photo, reviews.characteristic_rating, reviews.rating_count,"
                        + " reviews.characteristic_sum, reviews.characteristic, questions.question, questions.answer,"
                        + " questions.photo; INSERT INTO reviews.characteristic (id, product_id, name)"
                        + " SELECT id, product, 'C' || id FROM generate_series(11, 13) AS id, unnest(ARRAY[1, 2, 3]) AS product");
    }

    @Test
    void aFewHundredWrites() {
        writeAndRecount(40);
    }

    @Test
    @FullTier("writes for ten seconds and more")
    void manyThousandWrites() {
        writeAndRecount(600);
    }

    private void writeAndRecount(int writes) {
        ExecutorService threads = Executors.newFixedThreadPool(SHOPPERS);
        try {
            List<CompletableFuture<Void>> shoppers = new ArrayList<>();
            for (int number = 0; number < SHOPPERS; number++) {
                int seed = number;
                shoppers.add(CompletableFuture.runAsync(() -> write(seed, writes), threads));
            }
            shoppers.forEach(CompletableFuture::join);
        } finally {
            threads.shutdownNow();
        }
        for (Service node : new Service[] {one, other}) {
            for (int product : PRODUCTS) {
                recountReviews(node, product);
                recountSummary(node, product);
                recountQuestions(node, product);
            }
        }
    }

    private void write(int seed, int writes) {
        SplittableRandom random = new SplittableRandom(seed);
        Shopper[] writers = {new Shopper(one.port()), new Shopper(other.port())};
        Service[] readers = {other, one};
        for (int number = 0; number < writes; number++) {
            int node = random.nextInt(2);
            String body = "written by " + seed + " as " + number;
            int product = PRODUCTS[random.nextInt(PRODUCTS.length)];
            switch (random.nextInt(8)) {
                case 0, 1 -> writeReview(writers[node], readers[node], product, body, random);
                case 2 -> writeQuestion(writers[node], readers[node], product, body);
                case 3 -> writeAnswer(writers[node], readers[node], product, body, random);
                default -> vote(writers[node], readers[node], product, random);
            }
        }
    }

    private void writeReview(Shopper writer, Service reader, int product, String body, SplittableRandom random) {
        Map<String, Integer> characteristics = new TreeMap<>();
        for (String characteristic : CHARACTERISTICS) {
            if (random.nextInt(3) > 0) {
                characteristics.put(characteristic, 1 + random.nextInt(5));
            }
        }
        Review review = new Review(
                product,
                1 + random.nextInt(5),
                random.nextBoolean(),
                photos(random),
                new TreeMap<>(characteristics),
                body);
        ObjectNode json = JSON.valueToTree(review);
        json.put("product_id", json.remove("product").intValue());
        assertThat(writer.post("/reviews", json.toString()).statusCode()).isEqualTo(201);
        model.reviews.put(body, review);
        assertThat(model.isShown(REVIEW, body, reviews(reader, product, "newest"), "body"))
                .isTrue();
    }

    private void writeQuestion(Shopper writer, Service reader, int product, String body) {
        ObjectNode json = JSON.createObjectNode().put("product_id", product).put("body", body);
        assertThat(writer.post("/qa/questions", json.toString()).statusCode()).isEqualTo(201);
        model.questions.put(body, new Text(product, List.of(), body));
        assertThat(model.isShown(QUESTION, body, questions(reader, product), "question_body"))
                .isTrue();
    }

    private void writeAnswer(Shopper writer, Service reader, int product, String body, SplittableRandom random) {
        JsonNode questions = questions(reader, product);
        if (questions.isEmpty()) {
            return;
        }
        int question = oneOf(questions, random).get("question_id").intValue();
        List<String> photos = photos(random);
        ObjectNode json = JSON.createObjectNode().put("body", body);
        json.set("photos", JSON.valueToTree(photos));
        assertThat(writer.post(QUESTION + question + "/answers", json.toString())
                        .statusCode())
                .isEqualTo(201);
        model.answers.put(body, new Text(question, photos, body));
        assertThat(model.isShown(ANSWER, body, answers(reader, question), "body"))
                .isTrue();
    }

    private void vote(Shopper writer, Service reader, int product, SplittableRandom random) {
        JsonNode chosen = random.nextInt(2) == 0 ? reviews(reader, product, "relevant") : questions(reader, product);
        if (chosen.isEmpty()) {
            return;
        }
        JsonNode voted = oneOf(chosen, random);
        String path = voted.has("review_id") ? REVIEW + voted.get("review_id") : QUESTION + voted.get("question_id");
        JsonNode answers = voted.path("answers");
        if (!answers.isEmpty() && random.nextInt(3) > 0) {
            path = ANSWER + oneOf(answers, random).get("id");
        }
        if (random.nextInt(10) == 0) {
            model.report(path);
            assertThat(writer.put(path + "/report").statusCode()).isEqualTo(204);
        } else {
            assertThat(writer.put(path + "/helpful").statusCode()).isEqualTo(204);
            model.vote(path);
        }
    }

    private static List<String> photos(SplittableRandom random) {
        List<String> photos = new ArrayList<>();
        for (int number = random.nextInt(4); number > 0; number--) {
            photos.add("https://pictures.atelier.example/" + random.nextInt(1_000) + ".jpg");
        }
        return photos;
    }

    private static JsonNode oneOf(JsonNode container, SplittableRandom random) {
        List<JsonNode> elements = new ArrayList<>();
        container.forEach(elements::add);
        return elements.get(random.nextInt(elements.size()));
    }

    private JsonNode reviews(Service node, int product, String sort) {
        JsonNode results = json(node, "/reviews?count=1000&product_id=" + product + "&sort=" + sort)
                .get("results");
        results.forEach(review -> model.learn(
                review.get("body").textValue(), review.get("review_id").intValue()));
        return results;
    }

    private JsonNode questions(Service node, int product) {
        JsonNode results =
                json(node, "/qa/questions?count=1000&product_id=" + product).get("results");
        results.forEach(question -> {
            model.learn(
                    question.get("question_body").textValue(),
                    question.get("question_id").intValue());
            question.get("answers")
                    .forEach(answer -> model.learn(
                            answer.get("body").textValue(), answer.get("id").intValue()));
        });
        return results;
    }

    private JsonNode answers(Service node, int question) {
        JsonNode results =
                json(node, QUESTION + question + "/answers?count=1000").get("results");
        results.forEach(answer -> model.learn(
                answer.get("body").textValue(), answer.get("answer_id").intValue()));
        return results;
    }

    private static JsonNode json(Service node, String path) {
        HttpResponse<String> response = node.get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void recountReviews(Service node, int product) {
        List<String> bodies =
                model.reviewsOf(product).stream().map(Review::body).toList();
        JsonNode relevant = reviews(node, product, "relevant");
        assertThat(WrittenModel.texts(relevant, "body")).isEqualTo(model.listed(REVIEW, bodies));
        assertThat(reviews(node, product, "helpful")).isEqualTo(relevant);
        assertThat(WrittenModel.texts(reviews(node, product, "newest"), "body"))
                .isEqualTo(model.listedByAge(REVIEW, bodies));
        for (JsonNode review : relevant) {
            Review written = requireNonNull(model.reviews.get(review.get("body").textValue()));
            assertThat(review.get("rating").intValue()).isEqualTo(written.rating());
            assertThat(review.get("recommend").booleanValue()).isEqualTo(written.recommend());
            assertThat(WrittenModel.texts(review.get("photos"), "url")).isEqualTo(written.photos());
            assertThat(review.get("helpfulness").intValue()).isEqualTo(model.votes(REVIEW + review.get("review_id")));
        }
    }

    private void recountSummary(Service node, int product) {
        JsonNode summary = json(node, "/reviews/meta?product_id=" + product);
        assertThat(summary.get("ratings"))
                .isEqualTo(JSON.valueToTree(model.count(product, review -> String.valueOf(review.rating()))));
        assertThat(summary.get("recommended"))
                .isEqualTo(JSON.valueToTree(model.count(product, review -> String.valueOf(review.recommend()))));
        for (String characteristic : CHARACTERISTICS) {
            assertThat(summary.get("characteristics")
                            .get("C" + characteristic)
                            .get("value")
                            .asText())
                    .isEqualTo(model.mean(product, characteristic));
        }
    }

    private void recountQuestions(Service node, int product) {
        JsonNode questions = questions(node, product);
        assertThat(WrittenModel.texts(questions, "question_body"))
                .isEqualTo(model.listed(QUESTION, WrittenModel.ofOwner(model.questions, product)));
        for (JsonNode question : questions) {
            int id = question.get("question_id").intValue();
            assertThat(question.get("question_helpfulness").intValue()).isEqualTo(model.votes(QUESTION + id));
            JsonNode answers = answers(node, id);
            List<String> listed = model.listed(ANSWER, WrittenModel.ofOwner(model.answers, id));
            assertThat(WrittenModel.texts(answers, "body")).isEqualTo(listed);
            assertThat(WrittenModel.texts(question.get("answers"), "body")).containsExactlyInAnyOrderElementsOf(listed);
            for (JsonNode answer : answers) {
                Text written =
                        requireNonNull(model.answers.get(answer.get("body").textValue()));
                assertThat(WrittenModel.texts(answer.get("photos"), "url")).isEqualTo(written.photos());
                assertThat(answer.get("helpfulness").intValue())
                        .isEqualTo(model.votes(ANSWER + answer.get("answer_id")));
                JsonNode shown =
                        question.get("answers").get(answer.get("answer_id").asText());
                assertThat(WrittenModel.texts(shown.get("photos"), "")).isEqualTo(written.photos());
            }
        }
    }
}
