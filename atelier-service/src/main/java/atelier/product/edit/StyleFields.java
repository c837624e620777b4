package atelier.product.edit;

import atelier.product.ProductDocument;
import atelier.write.FieldRule;
import atelier.write.JsonMembers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Changes fields of a style. */
record StyleFields(int style, ObjectNode wanted) implements ProductEdit {
    private static final String SALE_PRICE = "sale_price";

    static final Map<String, FieldRule> RULES =
            Map.of("name", FieldRule.NAME, "original_price", Prices.PRICE, SALE_PRICE, Prices.SALE_PRICE);

    @Override
    public ProductDocument.Part part() {
        return ProductDocument.Part.STYLES;
    }

    @Override
    public String path() {
        return "/styles/" + style;
    }

    @Override
    public ObjectNode before(JsonNode response) {
        return JsonMembers.sameMembers(wanted, StyleJson.style(response, style));
    }

    @Override
    public ObjectNode after(ObjectNode before) {
        return wanted;
    }

    @Override
    public void write(ProductRowsDao rows, int product, ObjectNode after) {
        rows.updateStyle(
                product,
                style,
                JsonMembers.text(after, "name"),
                JsonMembers.text(after, "original_price"),
                after.has(SALE_PRICE),
                JsonMembers.text(after, SALE_PRICE));
    }
}
