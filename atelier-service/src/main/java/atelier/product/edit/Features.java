package atelier.product.edit;

import atelier.write.FieldRule;
import atelier.write.JsonMembers;
import atelier.write.Sql;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** All features of a product, in their order. */
record Features(ArrayNode wanted) implements ProductEdit {
    static final Map<String, FieldRule> RULES = Map.of("feature", FieldRule.NAME, "value", FieldRule.TEXT_OR_NULL);

    private static final String NAME = "features";

    private static final String DELETE = """
            DELETE FROM catalogue.feature WHERE product_id = ?
            """;

    private static final String INSERT = """
            INSERT INTO catalogue.feature (product_id, id, position, feature, value)
            SELECT ?, number, number, feature, value
            FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS given (feature, value, number)
            """;

    @Override
    public ProductPart part() {
        return ProductPart.PRODUCT;
    }

    @Override
    public String place() {
        return "/features";
    }

    @Override
    public ObjectNode before(JsonNode answer) {
        return JsonMembers.one(NAME, answer.get(NAME));
    }

    @Override
    public ObjectNode after(ObjectNode before) {
        return JsonMembers.one(NAME, wanted);
    }

    @Override
    public void write(Connection connection, int product, ObjectNode after) throws SQLException {
        Sql.run(connection, DELETE, product);
        Sql.run(connection, INSERT, product, JsonMembers.texts(wanted, "feature"), JsonMembers.texts(wanted, "value"));
    }
}
