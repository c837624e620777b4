package atelier.write.shopper;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** A number as pages send it: a JSON number, or a text that contains a number. */
final class LenientNumber {
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,20}(?:\\.[0-9]{0,20})?");

    private LenientNumber() {}

    /** Returns the number; NaN if there is none. */
    static double of(JsonNode value) {
        if (value.isNumber()) {
            return value.doubleValue();
        }
        String text = value.isTextual() ? value.textValue().strip() : "";
        return NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    }
}
