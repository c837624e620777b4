package atelier.perf.traffic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What a visitor writes, and the read that must show it. Most writes are votes and recorded clicks; a few are reviews and questions. */
final class ShopperWrite {
    /** One in this many writing visitors writes a review, and as many write a question: together one page view in a thousand. */
    private static final double REVIEW = 0.025;

    private static final double CART = 0.15;
    private static final double CLICK = 0.35;
    /** All rows of the product: the service returns at most a thousand. */
    private static final int ALL = 1000;

    private ShopperWrite() {}

    /** Returns the waves of a write to a product, and of the read after it. */
    static List<Visit.Wave> waves(int product, Random dice) {
        Duration think = Duration.ofMillis(500 + dice.nextInt(1500));
        double kind = dice.nextDouble();
        String mark = mark(dice);
        if (kind < REVIEW) {
            return review(product, think, mark);
        }
        if (kind < 2 * REVIEW) {
            return question(product, think, mark);
        }
        if (kind < 2 * REVIEW + CART) {
            return cart(product, think, mark);
        }
        return kind < 2 * REVIEW + CART + CLICK ? click(think, mark) : vote(product, think);
    }

    /** Returns a cart, a click and a vote, one after the other and without thinking. */
    static List<Visit.Wave> tour(int product, Random dice) {
        List<Visit.Wave> waves = new ArrayList<>(cart(product, Duration.ZERO, mark(dice)));
        waves.addAll(click(Duration.ZERO, mark(dice)));
        waves.addAll(vote(product, Duration.ZERO));
        return waves;
    }

    private static String mark(Random dice) {
        return "load test " + Long.toHexString(dice.nextLong());
    }

    private static List<Visit.Wave> review(int product, Duration think, String mark) {
        ObjectNode review =
                form(product, mark).put("rating", 4).put("recommend", true).put("summary", mark);
        review.putArray("photos");
        review.putObject("characteristics");
        return writeAndRead(
                think,
                Call.post(Route.ADD_REVIEW, "/reviews", review.toString(), null),
                Call.reviews(product, ALL).showing(new Sought("summary", mark, null, 0)));
    }

    private static List<Visit.Wave> question(int product, Duration think, String mark) {
        ObjectNode question = form(product, mark);
        return writeAndRead(
                think,
                Call.post(Route.ADD_QUESTION, "/qa/questions", question.toString(), null),
                Call.questions(product, ALL)
                        .showing(
                                new Sought("question_body", question.get("body").textValue(), null, 0)));
    }

    /** The visitor chooses the first size. */
    private static List<Visit.Wave> cart(int product, Duration think, String mark) {
        return List.of(
                new Visit.Wave(think, found -> List.of(Call.skus(product))),
                new Visit.Wave(
                        think,
                        found -> found.skus().stream()
                                .limit(1)
                                .map(sku ->
                                        Call.post(Route.ADD_TO_CART, "/cart", "{\"sku_id\":%s}".formatted(sku), mark))
                                .toList()),
                new Visit.Wave(
                        Duration.ZERO,
                        found -> found.skus().stream()
                                .limit(1)
                                .map(sku -> Call.cart(mark).showing(new Sought("sku_id", sku.toString(), "count", 1)))
                                .toList()));
    }

    /** Clicks cannot be read. */
    private static List<Visit.Wave> click(Duration think, String mark) {
        ObjectNode click = JsonNodeFactory.instance
                .objectNode()
                .put("element", "button.add-to-cart")
                .put("widget", "overview")
                .put("time", mark);
        return List.of(new Visit.Wave(
                think, found -> List.of(Call.post(Route.INTERACTION, "/interactions", click.toString(), null))));
    }

    private static List<Visit.Wave> vote(int product, Duration think) {
        return List.of(
                new Visit.Wave(
                        think,
                        found -> found.helpfulness().keySet().stream()
                                .limit(1)
                                .map(Call::vote)
                                .toList()),
                new Visit.Wave(
                        Duration.ZERO,
                        found -> found.helpfulness().entrySet().stream()
                                .limit(1)
                                .map(review -> Call.reviews(product, ALL).showing(voted(review)))
                                .toList()));
    }

    /** The vote is one more than the visitor saw before; others may have voted too. */
    private static Sought voted(Map.Entry<Long, Integer> review) {
        return new Sought("review_id", review.getKey().toString(), "helpfulness", review.getValue() + 1);
    }

    private static List<Visit.Wave> writeAndRead(Duration think, Call write, Call read) {
        return List.of(
                new Visit.Wave(think, found -> List.of(write)), new Visit.Wave(Duration.ZERO, found -> List.of(read)));
    }

    private static ObjectNode form(int product, String mark) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("product_id", product)
                .put("body", mark + ": written by a load test, to be read again at once by the same visitor.")
                .put("name", "load test")
                .put("email", "load-test@example.org");
    }
}
