package atelier.product.edit;

import atelier.product.ProductDocument;
import atelier.write.FieldRule;
import atelier.write.JsonMembers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Replaces all photos of a style; their order counts. */
record Photos(int style, ArrayNode wanted) implements ProductEdit {
    private static final String URL = "url";
    private static final String THUMBNAIL_URL = "thumbnail_url";

    static final Map<String, FieldRule> RULES =
            Map.of(URL, FieldRule.TEXT_OR_NULL, THUMBNAIL_URL, FieldRule.TEXT_OR_NULL);

    private static final String NAME = "photos";

    @Override
    public ProductDocument.Part part() {
        return ProductDocument.Part.STYLES;
    }

    @Override
    public String path() {
        return "/styles/" + style + "/photos";
    }

    @Override
    public ObjectNode before(JsonNode response) {
        return JsonMembers.object(NAME, StyleJson.style(response, style).get(NAME));
    }

    /** A style without photos shows a photo of nulls, so a request with that photo means none. */
    @Override
    public ObjectNode after(ObjectNode before) {
        ArrayNode shown = wanted.deepCopy();
        if (shown.isEmpty()) {
            shown.addObject().putNull(THUMBNAIL_URL).putNull(URL);
        }
        return JsonMembers.object(NAME, shown);
    }

    @Override
    public void write(ProductRowsDao rows, int product, ObjectNode after) {
        rows.deletePhotos(product, style);
        boolean none = wanted.size() == 1
                && wanted.get(0).get(URL).isNull()
                && wanted.get(0).get(THUMBNAIL_URL).isNull();
        if (!none) {
            rows.insertPhotos(product, style, JsonMembers.texts(wanted, URL), JsonMembers.texts(wanted, THUMBNAIL_URL));
        }
    }
}
