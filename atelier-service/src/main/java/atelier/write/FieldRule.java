package atelier.write;

import atelier.http.WholeNumbers;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a field must be: the same that an import asks of a row, in the form in which answers have it.
 *
 * @param description what it must be, in words
 * @param holds whether a value is that
 */
public record FieldRule(String description, Predicate<JsonNode> holds) {
    private static final Pattern PRICE_FORMAT = Pattern.compile("(?:0|[1-9]\\d{0,9})\\.\\d{2}");

    public static final FieldRule NAME = new FieldRule(
            "a text that is not empty",
            value -> value.isTextual() && !value.textValue().isEmpty());
    public static final FieldRule TEXT = new FieldRule("a text", JsonNode::isTextual);
    public static final FieldRule TEXT_OR_NULL =
            new FieldRule("a text or null", value -> value.isTextual() || value.isNull());
    public static final FieldRule PRICE = new FieldRule(
            "a price as a text with two decimals, from \"0.00\" to \"9999999999.99\"", FieldRule::isPrice);
    public static final FieldRule SALE_PRICE = new FieldRule(
            "a price as a text with two decimals, from \"0.01\" to \"9999999999.99\", or null where there is no sale",
            value -> value.isNull() || (isPrice(value) && !value.textValue().equals("0.00")));
    public static final FieldRule QUANTITY =
            new FieldRule("a whole number from 0 to 2147483647", value -> isNumber(value, 0));
    public static final FieldRule PRODUCT_ID =
            new FieldRule("a whole number from 1 to 2147483647", value -> isNumber(value, 1));

    /** Returns what is wrong with a value; empty if nothing is. */
    String fault(JsonNode value) {
        if (value.isTextual() && value.textValue().indexOf('\0') >= 0) {
            return "must not hold the character U+0000, which PostgreSQL cannot keep";
        }
        if (value.isTextual() && hasHalfCharacter(value.textValue())) {
            return "must not hold half a character (a surrogate without its other half)";
        }
        return holds.test(value)
                ? ""
                : "must be " + description + ", but was " + WholeNumbers.shorten(value.toString());
    }

    private static boolean isPrice(JsonNode value) {
        return value.isTextual() && PRICE_FORMAT.matcher(value.textValue()).matches();
    }

    private static boolean isNumber(JsonNode value, int lowest) {
        return value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= lowest;
    }

    private static boolean hasHalfCharacter(String text) {
        return text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
