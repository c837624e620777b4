package atelier.write.shopper;

import atelier.http.WholeNumbers;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object that a page sends when a shopper submits a form. It is read leniently, because a shopper cannot correct what a page
 * sends: unknown members are ignored, the last of repeated members counts, and numbers may be texts. Messages quote the beginning of a
 * faulty value, unless it may contain the shopper's name or email.
 */
public final class ShopperForm {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** No message repeats the values of these members, not even to their sender, because a proxy may log responses. */
    private static final Set<String> PRIVATE = Set.of("name", "email");

    private static final Set<String> YES = Set.of("true", "t", "yes", "y", "on", "1");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String kind;
    private final JsonNode members;
    private final List<String> faults = new ArrayList<>();

    private ShopperForm(String kind, JsonNode members) {
        this.kind = kind;
        this.members = members;
    }

    /**
     * Parses a body, whatever its content type. Bytes that are not UTF-8 become U+FFFD.
     *
     * @param kind what the form is for, in messages
     * @throws RefusedException with 422 if the body is not a JSON object
     */
    public static ShopperForm of(String kind, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        try {
            JsonNode parsed = JSON.readTree(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
            if (parsed instanceof ObjectNode) {
                return new ShopperForm(kind, parsed);
            }
        } catch (JsonProcessingException malformed) {
            // Its message quotes the body.
        }
        throw new ShopperForm(kind, MissingNode.getInstance()).refusal("the body must be a JSON object");
    }

    private JsonNode member(String name) {
        return members.path(name);
    }

    /** Returns a text, in which PostgreSQL can keep every character; empty if it is missing or null. */
    public String text(String name) {
        JsonNode value = member(name);
        if (value.isContainerNode()) {
            fault(name, "must be a text" + shown(name, value));
            return "";
        }
        return value.isNull() ? "" : storable(value.asText());
    }

    /** Returns a text that is not empty. */
    public String nonEmptyText(String name) {
        int before = faults.size();
        String text = text(name);
        if (text.isEmpty() && faults.size() == before) {
            fault(name, "must be a text that is not empty");
        }
        return text;
    }

    /** Returns an id. */
    public int id(String name) {
        return whole(name, 1, Integer.MAX_VALUE);
    }

    /** Returns a number that has no fraction. */
    public int whole(String name, int lowest, int highest) {
        double value = LenientNumber.of(member(name));
        if (value >= lowest && value <= highest && value == Math.rint(value)) {
            return (int) value;
        }
        fault(name, "must be a whole number from " + lowest + " to " + highest + shown(name, member(name)));
        return lowest;
    }

    /** Returns whether a member means yes. */
    public boolean flag(String name) {
        JsonNode value = member(name);
        return value.isNumber()
                ? value.doubleValue() != 0
                : YES.contains(value.asText().strip().toLowerCase(Locale.ROOT));
    }

    /** Returns an array of texts; empty if it is missing, null or an empty text. */
    public String[] texts(String name, int most) {
        JsonNode array = member(name);
        if (array.isMissingNode()
                || array.isNull()
                || (array.isTextual() && array.textValue().isEmpty())) {
            return new String[0];
        }
        if (!array.isArray() || array.size() > most) {
            fault(
                    name,
                    "must be an array of at most " + most + " texts"
                            + (array.isArray() ? ", but has " + array.size() : shown(name, array)));
            return new String[0];
        }
        String[] texts = new String[array.size()];
        for (int number = 0; number < texts.length; number++) {
            JsonNode value = array.get(number);
            texts[number] = storable(value.asText());
            if (!value.isTextual()) {
                fault(name + "[" + number + "]", "must be a text" + shown(name, value));
            }
        }
        return texts;
    }

    /**
     * Returns the members of an object that map an id to a number, rounded half up. Others are left out, also those out of range.
     *
     * @param most how many members the object may have
     */
    public SortedMap<Integer, Integer> roundedById(String name, int most, int lowest, int highest) {
        SortedMap<Integer, Integer> numbers = new TreeMap<>();
        if (member(name).properties().size() > most) {
            fault(
                    name,
                    "must have at most " + most + " members, but has "
                            + member(name).size());
            return numbers;
        }
        member(name).properties().forEach(entry -> {
            long id = WholeNumbers.parse(entry.getKey().strip()).orElse(0);
            double value = Math.floor(LenientNumber.of(entry.getValue()) + 0.5);
            if (id >= 1 && id <= Integer.MAX_VALUE && value >= lowest && value <= highest) {
                numbers.put((int) id, (int) value);
            }
        });
        return numbers;
    }

    private void fault(String name, String fault) {
        faults.add(name + ": " + fault);
    }

    private static String shown(String name, JsonNode value) {
        if (value.isMissingNode()) {
            return ", but is missing";
        }
        if (PRIVATE.contains(name)) {
            return "";
        }
        return ", but was " + (value.isContainerNode() ? kind(value) : WholeNumbers.shorten(value.toString()));
    }

    /** An object or an array may contain a whole form, with the name and the email of the shopper. */
    private static String kind(JsonNode container) {
        return container.isArray() ? "an array" : "an object";
    }

    /**
     * Ends the reading of the form.
     *
     * @throws RefusedException with 422, naming all faults that were found
     */
    public void requireNoFaults() {
        if (!faults.isEmpty()) {
            throw refusal(String.join("; ", faults));
        }
    }

    /** Returns the exception for a fault that only the database knows. */
    public RefusedException refusal(String fault) {
        return new RefusedException(
                RefusedException.UNPROCESSABLE, "Error: " + kind + " body contains invalid entries: " + fault);
    }

    /** Replaces U+0000, and surrogates without their other half, by U+FFFD. */
    private static String storable(String text) {
        @Nullable StringBuilder changed = null;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean isPair = at + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(at + 1));
            if (isPair) {
                at++;
            } else if (c == '\0' || Character.isSurrogate(c)) {
                changed = changed == null ? new StringBuilder(text) : changed;
                changed.setCharAt(at, '\uFFFD');
            }
        }
        return changed == null ? text : changed.toString();
    }
}
