package atelier.product.edit;

import atelier.write.FieldRule;
import atelier.write.JsonMembers;
import atelier.write.Sql;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.NotFoundException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** How many there are of a sku. */
record Quantity(int style, int sku, ObjectNode wanted) implements ProductEdit {
    private static final String NAME = "quantity";

    static final Map<String, FieldRule> RULES = Map.of(NAME, FieldRule.QUANTITY);

    private static final String UPDATE = """
            UPDATE catalogue.sku SET quantity = ? WHERE product_id = ? AND style_id = ? AND id = ?
            """;

    @Override
    public ProductPart part() {
        return ProductPart.STYLES;
    }

    @Override
    public String place() {
        return "/styles/" + style + "/skus/" + sku;
    }

    @Override
    public ObjectNode before(JsonNode answer) {
        JsonNode found = JsonMembers.style(answer, style).get("skus").get(Integer.toString(sku));
        if (found == null) {
            throw new NotFoundException("Style " + style + " has no sku " + sku);
        }
        return JsonMembers.like(wanted, found);
    }

    @Override
    public ObjectNode after(ObjectNode before) {
        return wanted;
    }

    @Override
    public void write(Connection connection, int product, ObjectNode after) throws SQLException {
        Sql.run(connection, UPDATE, after.get(NAME).intValue(), product, style, sku);
    }
}
