package atelier.product.edit;

import atelier.product.ProductDocument;
import atelier.write.FieldRule;
import atelier.write.JsonMembers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Changes fields of a product. */
record ProductFields(ObjectNode wanted) implements ProductEdit {
    static final Map<String, FieldRule> RULES = Map.of(
            "name", FieldRule.NAME,
            "slogan", FieldRule.TEXT,
            "description", FieldRule.TEXT,
            "category", FieldRule.NAME,
            "default_price", Prices.PRICE);

    @Override
    public ProductDocument.Part part() {
        return ProductDocument.Part.PRODUCT;
    }

    @Override
    public String path() {
        return "";
    }

    @Override
    public ObjectNode before(JsonNode response) {
        return JsonMembers.sameMembers(wanted, response);
    }

    @Override
    public ObjectNode after(ObjectNode before) {
        return wanted;
    }

    @Override
    public void write(ProductRowsDao rows, int product, ObjectNode after) {
        rows.updateProduct(
                product,
                JsonMembers.text(after, "name"),
                JsonMembers.text(after, "slogan"),
                JsonMembers.text(after, "description"),
                JsonMembers.text(after, "category"),
                JsonMembers.text(after, "default_price"));
    }
}
