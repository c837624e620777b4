package atelier.product.edit;

import atelier.product.ProductDocument;
import atelier.write.FieldRule;
import atelier.write.InvalidFieldsException;
import atelier.write.JsonMembers;
import atelier.write.RequestBody;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.NotFoundException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Changes the related products of a product; their order counts.
 *
 * @param edit returns the new ids for the present ids
 */
record RelatedProducts(UnaryOperator<ArrayNode> edit) implements ProductEdit {
    static final FieldRule RULE = FieldRule.wholeNumberFrom(1);

    private static final String NAME = "related";

    /** Replaces all ids. */
    static RelatedProducts replace(ArrayNode ids) {
        return new RelatedProducts(before -> ids);
    }

    /** Adds an id at the end, even if it is there already. */
    static RelatedProducts add(int id) {
        return new RelatedProducts(before -> {
            if (before.size() >= RequestBody.MOST_ELEMENTS) {
                throw new InvalidFieldsException(Map.of(
                        "product_id",
                        "cannot be added to the " + before.size() + " existing ones; the maximum is "
                                + RequestBody.MOST_ELEMENTS));
            }
            return before.deepCopy().add(id);
        });
    }

    /** Removes every occurrence of an id. */
    static RelatedProducts remove(int id) {
        return new RelatedProducts(before -> {
            ArrayNode others = JsonNodeFactory.instance.arrayNode();
            before.forEach(other -> {
                if (other.intValue() != id) {
                    others.add(other);
                }
            });
            if (others.size() == before.size()) {
                throw new NotFoundException("Product " + id + " is not among the related ones");
            }
            return others;
        });
    }

    @Override
    public ProductDocument.Part part() {
        return ProductDocument.Part.RELATED;
    }

    @Override
    public String path() {
        return "/related";
    }

    @Override
    public ObjectNode before(JsonNode response) {
        return JsonMembers.object(NAME, response);
    }

    @Override
    public ObjectNode after(ObjectNode before) {
        return JsonMembers.object(NAME, edit.apply((ArrayNode) before.get(NAME)));
    }

    @Override
    public void write(ProductRowsDao rows, int product, ObjectNode after) {
        Integer[] ids = JsonMembers.numbers((ArrayNode) after.get(NAME));
        requireProducts(rows, ids);
        rows.deleteRelated(product);
        rows.insertRelated(product, ids);
    }

    private static void requireProducts(ProductRowsDao rows, Integer[] ids) {
        Map<String, String> faults = new LinkedHashMap<>();
        for (ProductRowsDao.UnknownId unknown : rows.unknownProducts(ids)) {
            faults.put("[" + unknown.index() + "]", "must be a product's id, but there is no product " + unknown.id());
        }
        if (!faults.isEmpty()) {
            throw new InvalidFieldsException(faults);
        }
    }
}
