package atelier.write.shopper;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What shoppers have written according to the responses that they got. Bodies are unique, and tell which id belongs to what. */
final class WrittenModel {
    /** A review as it was sent. */
    record Review(
            int product,
            int rating,
            boolean recommend,
            List<String> photos,
            SortedMap<String, Integer> characteristics,
            String body) {}

    /** A question, whose owner is a product, or an answer, whose owner is a question. */
    record Text(int owner, List<String> photos, String body) {}

    final Map<String, Review> reviews = new ConcurrentHashMap<>();
    final Map<String, Text> questions = new ConcurrentHashMap<>();
    final Map<String, Text> answers = new ConcurrentHashMap<>();

    /** Helpful votes by path, such as {@code /reviews/5}. */
    private final Map<String, AtomicInteger> votes = new ConcurrentHashMap<>();

    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    /** Ids by body, as some list has shown them. */
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();

    void vote(String path) {
        votes.computeIfAbsent(path, first -> new AtomicInteger()).incrementAndGet();
    }

    void report(String path) {
        reported.add(path);
    }

    void learn(String body, int id) {
        Integer known = ids.putIfAbsent(body, id);
        if (known != null && known != id) {
            throw new AssertionError(body + " had the id " + known + " and has " + id);
        }
    }

    /** Returns whether a list shows a body, or somebody has already reported it. */
    boolean isShown(String kind, String body, JsonNode list, String member) {
        return texts(list, member).contains(body) || (ids.containsKey(body) && reported.contains(path(kind, body)));
    }

    int votes(String path) {
        AtomicInteger count = votes.get(path);
        return count == null ? 0 : count.get();
    }

    /** Returns the bodies that a list should show, most helpful first, then with the highest id. */
    List<String> listed(String kind, List<String> bodies) {
        return bodies.stream()
                // Whatever was reported was listed before, so its id is known.
                .filter(body -> !ids.containsKey(body) || !reported.contains(path(kind, body)))
                .sorted(Comparator.<String>comparingInt(body -> votes(path(kind, body)))
                        .thenComparingInt(this::id)
                        .reversed())
                .toList();
    }

    List<String> listedByAge(String kind, List<String> bodies) {
        return listed(kind, bodies).stream()
                .sorted(Comparator.comparingInt(this::id).reversed())
                .toList();
    }

    String path(String kind, String body) {
        return kind + id(body);
    }

    int id(String body) {
        Integer id = ids.get(body);
        if (id == null) {
            throw new AssertionError("No list shows " + body);
        }
        return id;
    }

    List<Review> reviewsOf(int product) {
        return reviews.values().stream()
                .filter(review -> review.product() == product)
                .toList();
    }

    static List<String> ofOwner(Map<String, Text> texts, int owner) {
        return texts.values().stream()
                .filter(text -> text.owner() == owner)
                .map(Text::body)
                .toList();
    }

    /** Counts the reviews of a product by a key, as the summary shows them. */
    Map<String, String> count(int product, Function<Review, String> key) {
        return reviewsOf(product).stream()
                .collect(Collectors.groupingBy(
                        key, TreeMap::new, Collectors.collectingAndThen(Collectors.counting(), String::valueOf)));
    }

    /** Returns the mean of a characteristic in PostgreSQL's form, or "null". */
    String mean(int product, String characteristic) {
        List<Integer> values = new ArrayList<>();
        reviewsOf(product).forEach(review -> {
            if (review.characteristics().containsKey(characteristic)) {
                values.add(review.characteristics().get(characteristic));
            }
        });
        if (values.isEmpty()) {
            return "null";
        }
        int total = values.stream().mapToInt(Integer::intValue).sum();
        return BigDecimal.valueOf(total)
                .divide(BigDecimal.valueOf(values.size()), total == values.size() ? 20 : 16, RoundingMode.HALF_UP)
                .toPlainString();
    }

    static List<String> texts(JsonNode array, String member) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(
                member.isEmpty() ? element.asText() : element.get(member).asText()));
        return texts;
    }
}
