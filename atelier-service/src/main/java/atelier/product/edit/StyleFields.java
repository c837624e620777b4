package atelier.product.edit;

import atelier.write.FieldRule;
import atelier.write.JsonMembers;
import atelier.write.Sql;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Some of a style's own fields. */
record StyleFields(int style, ObjectNode wanted) implements ProductEdit {
    private static final String SALE_PRICE = "sale_price";

    static final Map<String, FieldRule> RULES =
            Map.of("name", FieldRule.NAME, "original_price", FieldRule.PRICE, SALE_PRICE, FieldRule.SALE_PRICE);

    /** Of a sale's price null means something, so whether there is one to set is said beside it. */
    private static final String UPDATE = """
            UPDATE catalogue.style
            SET name = coalesce(?::text, name), original_price = coalesce(?::numeric, original_price),
                sale_price = CASE WHEN ? THEN ?::numeric ELSE sale_price END
            WHERE product_id = ? AND id = ?
            """;

    @Override
    public ProductPart part() {
        return ProductPart.STYLES;
    }

    @Override
    public String place() {
        return "/styles/" + style;
    }

    @Override
    public ObjectNode before(JsonNode answer) {
        return JsonMembers.like(wanted, JsonMembers.style(answer, style));
    }

    @Override
    public ObjectNode after(ObjectNode before) {
        return wanted;
    }

    @Override
    public void write(Connection connection, int product, ObjectNode after) throws SQLException {
        Sql.run(
                connection,
                UPDATE,
                JsonMembers.text(after, "name"),
                JsonMembers.text(after, "original_price"),
                after.has(SALE_PRICE),
                JsonMembers.text(after, SALE_PRICE),
                product,
                style);
    }
}
