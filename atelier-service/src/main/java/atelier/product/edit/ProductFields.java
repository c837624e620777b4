package atelier.product.edit;

import atelier.write.FieldRule;
import atelier.write.JsonMembers;
import atelier.write.Sql;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Some of a product's own fields. */
record ProductFields(ObjectNode wanted) implements ProductEdit {
    static final Map<String, FieldRule> RULES = Map.of(
            "name", FieldRule.NAME,
            "slogan", FieldRule.TEXT,
            "description", FieldRule.TEXT,
            "category", FieldRule.NAME,
            "default_price", FieldRule.PRICE);

    private static final String UPDATE = """
            UPDATE catalogue.product
            SET name = coalesce(?::text, name), slogan = coalesce(?::text, slogan),
                description = coalesce(?::text, description), category = coalesce(?::text, category),
                default_price = coalesce(?::numeric, default_price)
            WHERE id = ?
            """;

    @Override
    public ProductPart part() {
        return ProductPart.PRODUCT;
    }

    @Override
    public String place() {
        return "";
    }

    @Override
    public ObjectNode before(JsonNode answer) {
        return JsonMembers.like(wanted, answer);
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
                JsonMembers.text(after, "slogan"),
                JsonMembers.text(after, "description"),
                JsonMembers.text(after, "category"),
                JsonMembers.text(after, "default_price"),
                product);
    }
}
