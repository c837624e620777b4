package atelier.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.NotFoundException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** How many there are of a sku. */
record Quantity(int style, int sku, ObjectNode wanted) implements Change {
    private static final String NAME = "quantity";

    static final Map<String, Rule> RULES = Map.of(NAME, Rule.QUANTITY);

    private static final String UPDATE = """
            UPDATE catalogue.sku SET quantity = ? WHERE product_id = ? AND style_id = ? AND id = ?
            """;

    @Override
    public Part part() {
        return Part.STYLES;
    }

    @Override
    public String place() {
        return "/styles/" + style + "/skus/" + sku;
    }

    @Override
    public ObjectNode before(JsonNode answer) {
        JsonNode found = Members.style(answer, style).get("skus").get(Integer.toString(sku));
        if (found == null) {
            throw new NotFoundException("Style " + style + " has no sku " + sku);
        }
        return Members.like(wanted, found);
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
