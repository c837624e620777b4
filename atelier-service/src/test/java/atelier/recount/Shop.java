package atelier.recount;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the service must respond, recounted from the files and from the writes since. Shares no code with the service. */
final class Shop {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int BASE = 10_000;

    final Map<Integer, Product> products = new TreeMap<>();

    static final class Review {
        final int id;
        final int rating;
        final LocalDate date;
        final String summary;
        final String body;
        final boolean recommend;
        boolean reported;
        final String name;
        final @Nullable String response;
        int helpfulness;
        final SortedMap<Integer, String> photos = new TreeMap<>();
        final List<int[]> ratings = new ArrayList<>();

        Review(
                int id,
                int rating,
                LocalDate date,
                String summary,
                String body,
                boolean recommend,
                boolean reported,
                String name,
                @Nullable String response,
                int helpfulness) {
            this.id = id;
            this.rating = rating;
            this.date = date;
            this.summary = summary;
            this.body = body;
            this.recommend = recommend;
            this.reported = reported;
            this.name = name;
            this.response = response;
            this.helpfulness = helpfulness;
        }

        JsonNode json() {
            ObjectNode json = JSON.objectNode()
                    .put("review_id", id)
                    .put("rating", rating)
                    .put("summary", summary)
                    .put("recommend", recommend)
                    .put("response", response)
                    .put("body", body)
                    .put("date", date + "T00:00:00.000Z")
                    .put("reviewer_name", name)
                    .put("helpfulness", helpfulness);
            return json.set("photos", photoObjects(photos));
        }
    }

    static final class Question {
        final int id;
        final LocalDate date;
        final String body;
        final String name;
        boolean reported;
        int helpfulness;
        final List<Answer> answers = new ArrayList<>();

        Question(int id, LocalDate date, String body, String name, boolean reported, int helpfulness) {
            this.id = id;
            this.date = date;
            this.body = body;
            this.name = name;
            this.reported = reported;
            this.helpfulness = helpfulness;
        }

        JsonNode json() {
            ObjectNode shown = JSON.objectNode();
            for (Answer answer : answers) {
                if (!answer.reported) {
                    ObjectNode json = JSON.objectNode()
                            .put("id", answer.id)
                            .put("body", answer.body)
                            .put("date", answer.date + "T00:00:00.000Z")
                            .put("answerer_name", answer.name)
                            .put("helpfulness", answer.helpfulness);
                    ArrayNode urls = json.putArray("photos");
                    answer.photos.values().forEach(urls::add);
                    shown.set(Integer.toString(answer.id), json);
                }
            }
            ObjectNode json = JSON.objectNode()
                    .put("question_id", id)
                    .put("question_body", body)
                    .put("question_date", date + "T00:00:00.000Z")
                    .put("asker_name", name)
                    .put("question_helpfulness", helpfulness)
                    .put("reported", false);
            return json.set("answers", shown);
        }

        JsonNode answersJson(int page, int count) {
            ObjectNode json = JSON.objectNode()
                    .put("question", Integer.toString(id))
                    .put("page", page)
                    .put("count", count);
            ArrayNode results = json.putArray("results");
            answers.stream()
                    .filter(answer -> !answer.reported)
                    .sorted(Comparator.comparingInt((Answer answer) -> answer.helpfulness)
                            .thenComparing(answer -> answer.id)
                            .reversed())
                    .skip((page - 1L) * count)
                    .limit(count)
                    .forEach(answer -> results.add(answer.json()));
            return json;
        }
    }

    static final class Answer {
        final int id;
        final LocalDate date;
        final String body;
        final String name;
        boolean reported;
        int helpfulness;
        final SortedMap<Integer, String> photos = new TreeMap<>();

        Answer(int id, LocalDate date, String body, String name, boolean reported, int helpfulness) {
            this.id = id;
            this.date = date;
            this.body = body;
            this.name = name;
            this.reported = reported;
            this.helpfulness = helpfulness;
        }

        JsonNode json() {
            ObjectNode json = JSON.objectNode()
                    .put("answer_id", id)
                    .put("body", body)
                    .put("date", date + "T00:00:00.000Z")
                    .put("answerer_name", name)
                    .put("helpfulness", helpfulness);
            return json.set("photos", photoObjects(photos));
        }
    }

    /** A product and what shoppers wrote about it. */
    static final class Product {
        final int id;
        final List<Review> reviews = new ArrayList<>();
        final List<Question> questions = new ArrayList<>();
        final SortedMap<Integer, String> characteristics = new TreeMap<>();

        Product(int id) {
            this.id = id;
        }

        JsonNode reviewsJson(String sort, int page, int count) {
            Comparator<Review> byId = Comparator.comparingInt(review -> review.id);
            Comparator<Review> order = switch (sort) {
                case "newest" ->
                    Comparator.comparing((Review review) -> review.date).thenComparing(byId);
                case "helpful" ->
                    Comparator.comparingInt((Review review) -> review.helpfulness)
                            .thenComparing(byId);
                default ->
                    Comparator.comparingInt((Review review) -> review.helpfulness)
                            .thenComparing(review -> review.date)
                            .thenComparing(byId);
            };
            ObjectNode json = JSON.objectNode()
                    .put("product", Integer.toString(id))
                    .put("page", (page - 1) * count)
                    .put("count", count);
            ArrayNode results = json.putArray("results");
            reviews.stream()
                    .filter(review -> !review.reported)
                    .sorted(order.reversed())
                    .skip((page - 1L) * count)
                    .limit(count)
                    .forEach(review -> results.add(review.json()));
            return json;
        }

        JsonNode metaJson() {
            ObjectNode json = JSON.objectNode().put("product_id", Integer.toString(id));
            ObjectNode ratings = json.putObject("ratings");
            for (int stars = 1; stars <= 5; stars++) {
                int wanted = stars;
                put(
                        ratings,
                        stars,
                        reviews.stream()
                                .filter(review -> review.rating == wanted)
                                .count());
            }
            ObjectNode recommended = json.putObject("recommended");
            put(
                    recommended,
                    false,
                    reviews.stream().filter(review -> !review.recommend).count());
            put(
                    recommended,
                    true,
                    reviews.stream().filter(review -> review.recommend).count());
            ObjectNode means = json.putObject("characteristics");
            characteristics.forEach((characteristic, name) -> {
                List<int[]> values = reviews.stream()
                        .flatMap(review -> review.ratings.stream())
                        .filter(rating -> rating[0] == characteristic)
                        .toList();
                long total = values.stream().mapToLong(rating -> rating[1]).sum();
                means.putObject(name)
                        .put("id", characteristic)
                        .put("value", values.isEmpty() ? null : average(total, values.size()));
            });
            return json;
        }

        private static void put(ObjectNode counts, Object key, long count) {
            if (count > 0) {
                counts.put(key.toString(), Long.toString(count));
            }
        }

        JsonNode questionsJson(int page, int count) {
            ObjectNode json = JSON.objectNode().put("product_id", Integer.toString(id));
            ArrayNode results = json.putArray("results");
            questions.stream()
                    .filter(question -> !question.reported)
                    .sorted(Comparator.comparingInt((Question question) -> question.helpfulness)
                            .thenComparing(question -> question.id)
                            .reversed())
                    .skip((page - 1L) * count)
                    .limit(count)
                    .forEach(question -> results.add(question.json()));
            return json;
        }
    }

    private static ArrayNode photoObjects(SortedMap<Integer, String> photos) {
        ArrayNode array = JSON.arrayNode();
        photos.forEach((id, url) -> array.addObject().put("id", id).put("url", url));
        return array;
    }

    /** The digits of PostgreSQL's avg(integer): sixteen significant ones, in steps of four decimals (numeric.c, select_div_scale). */
    static String average(long total, long count) {
        int weight = weight(total) - weight(count) - (first(total) <= first(count) ? 1 : 0);
        return BigDecimal.valueOf(total)
                .divide(BigDecimal.valueOf(count), 16 - 4 * weight, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static int weight(long number) {
        return number < BASE ? 0 : 1 + weight(number / BASE);
    }

    private static long first(long number) {
        return number < BASE ? number : first(number / BASE);
    }

    /** Reads the files of a directory. */
    static Shop read(Path directory) throws IOException {
        Shop shop = new Shop();
        CsvRows.read(directory.resolve("product.csv"), "id,name,slogan,description,category,default_price", row -> {
            boolean named = !row.text(1).isEmpty();
            if (named) {
                shop.products.put(row.number(0), new Product(row.number(0)));
            }
            return named;
        });
        shop.readReviews(directory);
        shop.readQuestions(directory);
        return shop;
    }

    private void readReviews(Path directory) throws IOException {
        Map<Integer, Review> reviews = new HashMap<>();
        Map<Integer, Integer> productOfReview = new HashMap<>();
        Map<Integer, Integer> productOfCharacteristic = new HashMap<>();
        CsvRows.read(
                directory.resolve("reviews.csv"),
                "id,product_id,rating,date,summary,body,recommend,reported,reviewer_name,reviewer_email,response,helpfulness",
                row -> {
                    Product product = products.get(row.number(1));
                    if (product == null || row.number(2) < 1 || row.number(2) > 5) {
                        return false;
                    }
                    Review review = new Review(
                            row.number(0),
                            row.number(2),
                            day(row.trimmed(3)),
                            row.text(4),
                            row.text(5),
                            row.flag(6),
                            row.flag(7),
                            row.text(8),
                            row.texts()[10],
                            row.number(11));
                    product.reviews.add(review);
                    reviews.put(review.id, review);
                    productOfReview.put(review.id, product.id);
                    return true;
                });
        CsvRows.read(directory.resolve("reviews_photos.csv"), "id,review_id,url", row -> {
            Review review = reviews.get(row.number(1));
            return review != null && put(review.photos, row.number(0), row.text(2));
        });
        CsvRows.read(directory.resolve("characteristics.csv"), "id,product_id,name", row -> {
            Product product = products.get(row.number(1));
            if (product == null) {
                return false;
            }
            productOfCharacteristic.put(row.number(0), product.id);
            return put(product.characteristics, row.number(0), row.text(2));
        });
        CsvRows.read(directory.resolve("characteristic_reviews.csv"), "id,characteristic_id,review_id,value", row -> {
            Review review = reviews.get(row.number(2));
            Integer product = productOfCharacteristic.get(row.number(1));
            return review != null
                    && product != null
                    && product.equals(productOfReview.get(review.id))
                    && review.ratings.add(new int[] {row.number(1), row.number(3)});
        });
    }

    private void readQuestions(Path directory) throws IOException {
        Map<Integer, Question> questions = new HashMap<>();
        Map<Integer, Answer> answers = new HashMap<>();
        CsvRows.read(
                directory.resolve("questions.csv"),
                "id,product_id,body,date_written,asker_name,asker_email,reported,helpful",
                row -> {
                    Product product = products.get(row.number(1));
                    if (product == null) {
                        return false;
                    }
                    Question question = new Question(
                            row.number(0), day(row.trimmed(3)), row.text(2), row.text(4), row.flag(6), row.number(7));
                    questions.put(question.id, question);
                    return product.questions.add(question);
                });
        CsvRows.read(
                directory.resolve("answers.csv"),
                "id,question_id,body,date_written,answerer_name,answerer_email,reported,helpful",
                row -> {
                    Question question = questions.get(row.number(1));
                    if (question == null) {
                        return false;
                    }
                    Answer answer = new Answer(
                            row.number(0), day(row.trimmed(3)), row.text(2), row.text(4), row.flag(6), row.number(7));
                    answers.put(answer.id, answer);
                    return question.answers.add(answer);
                });
        CsvRows.read(directory.resolve("answers_photos.csv"), "id,answer_id,url", row -> {
            Answer answer = answers.get(row.number(1));
            return answer != null && put(answer.photos, row.number(0), row.text(2));
        });
    }

    private static boolean put(Map<Integer, String> map, int id, String text) {
        if (!text.isEmpty()) {
            map.put(id, text);
        }
        return !text.isEmpty();
    }

    private static LocalDate day(String text) {
        return text.matches("[0-9]{13}")
                ? Instant.ofEpochMilli(Long.parseLong(text))
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate()
                : LocalDate.parse(text);
    }
}
