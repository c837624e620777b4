package atelier.recount;

import static org.assertj.core.api.Assertions.assertThat;

import atelier.recount.Shop.Answer;
import atelier.recount.Shop.Product;
import atelier.recount.Shop.Question;
import atelier.recount.Shop.Review;
import atelier.testing.RunningService.Service;
import atelier.testing.Shopper;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Writes to some products through several nodes, as nobody else does meanwhile, and keeps the recount up to date. */
final class Visitors {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TODAY = "T00:00:00.000Z";

    private final List<Service> nodes;
    private final String token;
    private final List<Product> products;
    private final SplittableRandom random;
    private int number;

    /** @param products none of which other visitors write to */
    Visitors(List<Service> nodes, String token, List<Product> products, SplittableRandom random) {
        this.nodes = nodes;
        this.token = token;
        this.products = products;
        this.random = random;
    }

    void write(int times) {
        for (int time = 0; time < times; time++) {
            writeOnce(products.get(random.nextInt(products.size())));
        }
    }

    private void writeOnce(Product product) {
        int kind = random.nextInt(10);
        if (kind == 0 || product.reviews.isEmpty()) {
            writeReview(product);
        } else if (kind == 1 || product.questions.isEmpty()) {
            writeQuestion(product);
        } else if (kind == 2) {
            writeAnswer(anyOf(product.questions));
        } else if (kind < 5) {
            voteForReview(product, anyOf(product.reviews));
        } else if (kind < 7) {
            voteForQuestion(product, anyOf(product.questions));
        } else {
            Question question = anyOf(product.questions);
            if (question.answers.isEmpty()) {
                writeAnswer(question);
            } else {
                voteForAnswer(question, anyOf(question.answers));
            }
        }
    }

    private <T> T anyOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private Service anyNode() {
        return nodes.get(random.nextInt(nodes.size()));
    }

    private void send(String method, String path, String body, int status) {
        HttpResponse<String> response = new Shopper(anyNode().port())
                .send(method, path, BodyPublishers.ofString(body), "Authorization", "Bearer " + token);
        assertThat(response.statusCode())
                .as("%s %s %s: %s", method, path, body, response.body())
                .isEqualTo(status);
    }

    private void voteForReview(Product product, Review review) {
        String path = "/reviews/" + review.id;
        switch (random.nextInt(8)) {
            case 0 -> {
                send("PUT", path + "/report", "", 204);
                review.reported = true;
            }
            case 1 -> {
                send("DELETE", "/reported" + path, "", review.reported ? 204 : 404);
                review.reported = false;
            }
            case 2 -> {
                send("DELETE", path, "", 204);
                product.reviews.remove(review);
            }
            default -> {
                send("PUT", path + "/helpful", "helpful=1", 204);
                review.helpfulness++;
            }
        }
    }

    private void voteForQuestion(Product product, Question question) {
        String path = "/questions/" + question.id;
        switch (random.nextInt(8)) {
            case 0 -> {
                send("PUT", "/qa" + path + "/report", "", 204);
                question.reported = true;
            }
            case 1 -> {
                send("DELETE", "/reported" + path, "", question.reported ? 204 : 404);
                question.reported = false;
            }
            case 2 -> {
                send("DELETE", "/qa" + path, "", 204);
                product.questions.remove(question);
            }
            default -> {
                send("PUT", "/qa" + path + "/helpful", "", 204);
                question.helpfulness++;
            }
        }
    }

    private void voteForAnswer(Question question, Answer answer) {
        String path = "/answers/" + answer.id;
        switch (random.nextInt(8)) {
            case 0 -> {
                send("PUT", "/qa" + path + "/report", "", 204);
                answer.reported = true;
            }
            case 1 -> {
                send("DELETE", "/reported" + path, "", answer.reported ? 204 : 404);
                answer.reported = false;
            }
            case 2 -> {
                send("DELETE", "/qa" + path, "", 204);
                question.answers.remove(answer);
            }
            default -> {
                send("PUT", "/qa" + path + "/helpful", "", 204);
                answer.helpfulness++;
            }
        }
    }

    private String text() {
        number++;
        return "text " + products.get(0).id + "-" + number + " \"quoted\" \\ 大 \uD83E\uDDE5 <b>";
    }

    private List<String> urls(ObjectNode form) {
        List<String> urls = new ArrayList<>();
        ArrayNode photos = form.putArray("photos");
        for (int photo = random.nextInt(4); photo > 0; photo--) {
            urls.add("blob:" + photo + "-" + random.nextInt());
            photos.add(urls.get(urls.size() - 1));
        }
        return urls;
    }

    private void writeReview(Product product) {
        String body = text();
        ObjectNode form = JsonNodeFactory.instance
                .objectNode()
                .put("product_id", product.id)
                .put("rating", 1 + random.nextInt(5))
                .put("summary", random.nextBoolean() ? "" : "summary")
                .put("body", body)
                .put("recommend", random.nextBoolean())
                .put("name", "visitor")
                .put("email", "secret@example.com");
        List<String> urls = urls(form);
        List<int[]> ratings = new ArrayList<>();
        ObjectNode characteristics = form.putObject("characteristics");
        for (int characteristic : product.characteristics.keySet()) {
            if (random.nextInt(4) > 0) {
                int value = 1 + random.nextInt(5);
                ratings.add(new int[] {characteristic, value});
                characteristics.put(Integer.toString(characteristic), value);
            }
        }
        // Of another product, so the service leaves it out.
        characteristics.put("2000000000", 5);
        send("POST", "/reviews", form.toString(), 201);

        JsonNode shown = find(
                "/reviews?sort=newest&product_id=" + product.id,
                review -> review.get("body").textValue(),
                body);
        Review review = new Review(
                shown.get("review_id").intValue(),
                form.get("rating").intValue(),
                today(shown.get("date")),
                form.get("summary").textValue(),
                body,
                form.get("recommend").booleanValue(),
                false,
                "visitor",
                null,
                0);
        review.ratings.addAll(ratings);
        shown.get("photos")
                .forEach(photo -> review.photos.put(
                        photo.get("id").intValue(), photo.get("url").textValue()));
        assertThat(review.photos.values()).containsExactlyElementsOf(urls);
        assertThat(shown).isEqualTo(review.json());
        assertThat(product.reviews).allMatch(other -> other.id != review.id);
        product.reviews.add(review);
    }

    private void writeQuestion(Product product) {
        String body = text();
        ObjectNode form = JsonNodeFactory.instance
                .objectNode()
                .put("product_id", product.id)
                .put("body", body)
                .put("name", "visitor")
                .put("email", "secret@example.com");
        send("POST", "/qa/questions", form.toString(), 201);

        JsonNode shown = find(
                "/qa/questions?product_id=" + product.id,
                question -> question.get("question_body").textValue(),
                body);
        Question question = new Question(
                shown.get("question_id").intValue(), today(shown.get("question_date")), body, "visitor", false, 0);
        assertThat(product.questions).allMatch(other -> other.id != question.id);
        product.questions.add(question);
    }

    private void writeAnswer(Question question) {
        String body = text();
        ObjectNode form = JsonNodeFactory.instance
                .objectNode()
                .put("body", body)
                .put("name", "visitor")
                .put("email", "secret@example.com");
        List<String> urls = urls(form);
        String path = "/qa/questions/" + question.id + "/answers";
        send("POST", path, form.toString(), 201);

        JsonNode shown = find(path + "?", answer -> answer.get("body").textValue(), body);
        Answer answer =
                new Answer(shown.get("answer_id").intValue(), today(shown.get("date")), body, "visitor", false, 0);
        shown.get("photos")
                .forEach(photo -> answer.photos.put(
                        photo.get("id").intValue(), photo.get("url").textValue()));
        assertThat(answer.photos.values()).containsExactlyElementsOf(urls);
        assertThat(question.answers).allMatch(other -> other.id != answer.id);
        question.answers.add(answer);
    }

    /** What was written is in the next response of any node. */
    private JsonNode find(String list, Function<JsonNode, String> textOf, String text) {
        for (int page = 1; ; page++) {
            JsonNode results = get(anyNode(), list + "&count=1000&page=" + page).get("results");
            for (JsonNode row : results) {
                if (textOf.apply(row).equals(text)) {
                    return row;
                }
            }
            assertThat(results).as("%s has %s", list, text).isNotEmpty();
        }
    }

    static JsonNode get(Service node, String path) {
        HttpResponse<String> response = node.get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(path, e);
        }
    }

    /** The test may run at midnight. */
    private static LocalDate today(JsonNode date) {
        LocalDate day = LocalDate.parse(date.textValue().replace(TODAY, ""));
        LocalDate now = LocalDate.now(java.time.ZoneOffset.UTC);
        assertThat(day).isBetween(now.minusDays(1), now);
        return day;
    }
}
