package atelier.perf.traffic;

import atelier.perf.result.Figures;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Checks the body of a response to a shopper's read or write, and finds the data in it that later calls need. */
public final class ShopperBody {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String OTHER = "not what was asked for";

    private ShopperBody() {}

    /**
     * Checks a body.
     *
     * @param found receives what later calls need
     * @return what is wrong with it, in words; null if nothing is
     */
    public static @Nullable String check(Call call, byte[] body, Found found) {
        JsonNode json;
        try {
            json = JSON.readTree(body);
        } catch (IOException e) {
            return "the body is not JSON";
        }
        String subject = Long.toString(call.subject());
        JsonNode rows = call.route() == Route.CART ? json : json.path("results");
        String wrong = switch (call.route()) {
            case META ->
                is("product_id", subject, json) ? members(json, "ratings", "recommended", "characteristics") : OTHER;
            case STYLES -> is("product_id", subject, json) ? null : OTHER;
            case REVIEWS -> is("product", subject, json) ? null : OTHER;
            case QUESTIONS -> is("product_id", subject, json) ? null : OTHER;
            case ANSWERS -> is("question", Long.toString(call.number()), json) ? null : OTHER;
            default -> null;
        };
        if (wrong != null) {
            return wrong;
        }
        if (call.route() != Route.META && !rows.isArray()) {
            return "no list of results";
        }
        Sought sought = call.sought();
        if (sought != null && !sought.isIn(rows)) {
            return Figures.STALE + call.route().template() + " does not show what the visitor wrote before";
        }
        if (call.route() == Route.STYLES) {
            rows.path(0).path("skus").fieldNames().forEachRemaining(sku -> {
                if (sku.matches("\\d{1,18}")) {
                    found.sku(Long.parseLong(sku));
                }
            });
        }
        for (JsonNode row : rows) {
            if (call.route() == Route.REVIEWS) {
                found.review(
                        row.path("review_id").asLong(), row.path("helpfulness").asInt());
            } else if (call.route() == Route.QUESTIONS) {
                found.question(row.path("question_id").asLong());
            }
        }
        return null;
    }

    private static boolean is(String member, String value, JsonNode json) {
        return json.path(member).isTextual() && json.path(member).textValue().equals(value);
    }

    private static @Nullable String members(JsonNode json, String... members) {
        for (String member : members) {
            if (!json.path(member).isObject()) {
                return "no " + member;
            }
        }
        return null;
    }
}
