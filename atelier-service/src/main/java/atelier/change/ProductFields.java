package atelier.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Some of a product's own fields. */
record ProductFields(ObjectNode wanted) implements Change {
    static final Map<String, Rule> RULES = Map.of(
            "name", Rule.NAME,
            "slogan", Rule.TEXT,
            "description", Rule.TEXT,
            "category", Rule.NAME,
            "default_price", Rule.PRICE);

    private static final String UPDATE = """
            UPDATE catalogue.product
            SET name = coalesce(?::text, name), slogan = coalesce(?::text, slogan),
                description = coalesce(?::text, description), category = coalesce(?::text, category),
                default_price = coalesce(?::numeric, default_price)
            WHERE id = ?
            """;

    @Override
    public Part part() {
        return Part.PRODUCT;
    }

    @Override
    public String place() {
        return "";
    }

    @Override
    public ObjectNode before(JsonNode answer) {
        return Members.like(wanted, answer);
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
                Members.text(after, "name"),
                Members.text(after, "slogan"),
                Members.text(after, "description"),
                Members.text(after, "category"),
                Members.text(after, "default_price"),
                product);
    }
}
