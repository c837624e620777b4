package atelier.product.edit;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.NotFoundException;

/** Finds styles and skus in the response of {@code /products/{product_id}/styles}. */
final class StyleJson {
    private StyleJson() {}

    /** @throws NotFoundException if the product has no such style */
    static JsonNode style(JsonNode styles, int id) {
        for (JsonNode style : styles.get("results")) {
            if (style.get("style_id").intValue() == id) {
                return style;
            }
        }
        throw new NotFoundException("Product " + styles.get("product_id").textValue() + " has no style " + id);
    }

    /** @throws NotFoundException if the product has no such style or the style no such sku */
    static JsonNode sku(JsonNode styles, int style, int id) {
        JsonNode sku = style(styles, style).get("skus").get(Integer.toString(id));
        if (sku == null) {
            throw new NotFoundException("Style " + style + " has no sku " + id);
        }
        return sku;
    }
}
