package atelier.product.edit;

import atelier.write.FieldRule;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** The rules for prices, which responses and requests write as texts. An import accepts the same range. */
final class Prices {
    private static final Pattern FORMAT = Pattern.compile("(?:0|[1-9]\\d{0,9})\\.\\d{2}");

    static final FieldRule PRICE =
            new FieldRule("a price as a text with two decimals, from \"0.00\" to \"9999999999.99\"", Prices::isPrice);

    static final FieldRule SALE_PRICE = new FieldRule(
            "a price as a text with two decimals, from \"0.01\" to \"9999999999.99\", or null where there is no sale",
            value -> value.isNull() || (isPrice(value) && !value.textValue().equals("0.00")));

    private Prices() {}

    private static boolean isPrice(JsonNode value) {
        return value.isTextual() && FORMAT.matcher(value.textValue()).matches();
    }
}
