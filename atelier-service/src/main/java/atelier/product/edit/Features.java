package atelier.product.edit;

import atelier.product.ProductDocument;
import atelier.write.FieldRule;
import atelier.write.JsonMembers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Replaces all features of a product; their order counts. */
record Features(ArrayNode wanted) implements ProductEdit {
    static final Map<String, FieldRule> RULES = Map.of("feature", FieldRule.NAME, "value", FieldRule.TEXT_OR_NULL);

    private static final String NAME = "features";

    @Override
    public ProductDocument.Part part() {
        return ProductDocument.Part.PRODUCT;
    }

    @Override
    public String path() {
        return "/features";
    }

    @Override
    public ObjectNode before(JsonNode response) {
        return JsonMembers.object(NAME, response.get(NAME));
    }

    @Override
    public ObjectNode after(ObjectNode before) {
        return JsonMembers.object(NAME, wanted);
    }

    @Override
    public void write(ProductRowsDao rows, int product, ObjectNode after) {
        rows.deleteFeatures(product);
        rows.insertFeatures(product, JsonMembers.texts(wanted, "feature"), JsonMembers.texts(wanted, "value"));
    }
}
