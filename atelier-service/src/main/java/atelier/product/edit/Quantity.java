package atelier.product.edit;

import atelier.product.ProductDocument;
import atelier.write.FieldRule;
import atelier.write.JsonMembers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Changes the quantity of a sku. */
record Quantity(int style, int sku, ObjectNode wanted) implements ProductEdit {
    private static final String NAME = "quantity";

    static final Map<String, FieldRule> RULES = Map.of(NAME, FieldRule.wholeNumberFrom(0));

    @Override
    public ProductDocument.Part part() {
        return ProductDocument.Part.STYLES;
    }

    @Override
    public String path() {
        return "/styles/" + style + "/skus/" + sku;
    }

    @Override
    public ObjectNode before(JsonNode response) {
        return JsonMembers.sameMembers(wanted, StyleJson.sku(response, style, sku));
    }

    @Override
    public ObjectNode after(ObjectNode before) {
        return wanted;
    }

    @Override
    public void write(ProductRowsDao rows, int product, ObjectNode after) {
        rows.updateQuantity(product, style, sku, after.get(NAME).intValue());
    }
}
