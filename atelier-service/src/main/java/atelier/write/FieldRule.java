package atelier.write;

import atelier.http.WholeNumbers;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;

/**
 * A rule for the values of a field. It accepts what an import accepts, in the form that responses have.
 *
 * @param description the valid values, for messages: "must be …"
 * @param holds whether a value is valid
 */
public record FieldRule(String description, Predicate<JsonNode> holds) {
    public static final FieldRule NAME = new FieldRule(
            "a text that is not empty",
            value -> value.isTextual() && !value.textValue().isEmpty());
    public static final FieldRule TEXT = new FieldRule("a text", JsonNode::isTextual);
    public static final FieldRule TEXT_OR_NULL =
            new FieldRule("a text or null", value -> value.isTextual() || value.isNull());

    /** Returns the rule for 32-bit numbers that are not below a bound. */
    public static FieldRule wholeNumberFrom(int lowest) {
        return new FieldRule(
                "a whole number from " + lowest + " to " + Integer.MAX_VALUE,
                value -> value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= lowest);
    }

    /** Returns the message for an invalid value; empty if the value is valid. */
    String fault(JsonNode value) {
        if (value.isTextual() && value.textValue().indexOf('\0') >= 0) {
            return "must not hold the character U+0000, which PostgreSQL cannot keep";
        }
        if (value.isTextual() && hasUnpairedSurrogate(value.textValue())) {
            return "must not hold half a character (a surrogate without its other half)";
        }
        return holds.test(value)
                ? ""
                : "must be " + description + ", but was " + WholeNumbers.shorten(value.toString());
    }

    private static boolean hasUnpairedSurrogate(String text) {
        return text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
