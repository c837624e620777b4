package atelier.perf.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What shoppers read and write at a {@link TestApi}: every product has a review, a question with an answer, and a SKU. Thread-safe. */
final class TestShoppers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PRODUCT = Pattern.compile("(?:.*&)?product_id=(\\d+)(?:&.*)?");
    private static final Pattern ANSWERS = Pattern.compile("/qa/questions/(\\d+)/answers");
    private static final Pattern VOTE = Pattern.compile("/(?:reviews|qa/questions|qa/answers)/(\\d+)/helpful");

    private final Map<Long, Integer> votes = new ConcurrentHashMap<>();
    private final Collection<JsonNode> reviews = new ConcurrentLinkedQueue<>();
    private final Collection<JsonNode> questions = new ConcurrentLinkedQueue<>();
    private final Map<String, JsonNode> carts = new ConcurrentHashMap<>();

    /** Returns the body of a read; null if nothing is there. */
    @Nullable
    String read(String path, @Nullable String query, @Nullable String visitor) {
        Matcher answers = ANSWERS.matcher(path);
        if (answers.matches()) {
            return object("question", answers.group(1)).toString();
        }
        if (path.equals("/cart")) {
            ArrayNode cart = JSON.createArrayNode();
            JsonNode added = carts.get(String.valueOf(visitor));
            if (added != null) {
                cart.addObject().put("sku_id", added.path("sku_id").asLong()).put("count", "1");
            }
            return cart.toString();
        }
        Matcher product = PRODUCT.matcher(String.valueOf(query));
        if (!product.matches()) {
            return null;
        }
        long id = Long.parseLong(product.group(1));
        return switch (path) {
            case "/reviews/meta" -> meta(id);
            case "/reviews" -> reviews(id);
            case "/qa/questions" -> questions(id);
            default -> null;
        };
    }

    /** Does a write, and returns its status; 0 if nothing is there. */
    int write(String method, String path, byte[] body, @Nullable String visitor) throws IOException {
        Matcher vote = VOTE.matcher(path);
        if (method.equals("PUT") && vote.matches()) {
            votes.merge(Long.parseLong(vote.group(1)), 1, Integer::sum);
            return 204;
        }
        if (!method.equals("POST")) {
            return 0;
        }
        JsonNode form = JSON.readTree(body);
        switch (path) {
            case "/reviews" -> reviews.add(form);
            case "/qa/questions" -> questions.add(form);
            case "/cart" -> carts.put(String.valueOf(visitor), form);
            case "/interactions" -> {}
            default -> {
                return 0;
            }
        }
        return 201;
    }

    private static String meta(long product) {
        ObjectNode meta = JSON.createObjectNode().put("product_id", Long.toString(product));
        meta.putObject("ratings");
        meta.putObject("recommended");
        meta.putObject("characteristics");
        return meta.toString();
    }

    private String reviews(long product) {
        ObjectNode page = object("product", Long.toString(product));
        ((ArrayNode) page.get("results"))
                .addObject()
                .put("review_id", product)
                .put("summary", "Good")
                .put("helpfulness", votes.getOrDefault(product, 0));
        reviews.stream()
                .filter(review -> review.path("product_id").asLong() == product)
                .forEach(review -> ((ArrayNode) page.get("results")).add(review));
        return page.toString();
    }

    private String questions(long product) {
        ObjectNode page = object("product_id", Long.toString(product));
        ((ArrayNode) page.get("results"))
                .addObject()
                .put("question_id", product)
                .put("question_body", "Why?");
        questions.stream()
                .filter(question -> question.path("product_id").asLong() == product)
                .forEach(question ->
                        ((ArrayNode) page.get("results")).addObject().set("question_body", question.get("body")));
        return page.toString();
    }

    private static ObjectNode object(String member, String value) {
        ObjectNode page = JSON.createObjectNode().put(member, value);
        page.putArray("results");
        return page;
    }
}
