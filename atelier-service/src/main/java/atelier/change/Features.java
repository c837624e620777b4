package atelier.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** All features of a product, in their order. */
record Features(ArrayNode wanted) implements Change {
    static final Map<String, Rule> RULES = Map.of("feature", Rule.NAME, "value", Rule.TEXT_OR_NULL);

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
    public Part part() {
        return Part.PRODUCT;
    }

    @Override
    public String place() {
        return "/features";
    }

    @Override
    public ObjectNode before(JsonNode answer) {
        return Members.one(NAME, answer.get(NAME));
    }

    @Override
    public ObjectNode after(ObjectNode before) {
        return Members.one(NAME, wanted);
    }

    @Override
    public void write(Connection connection, int product, ObjectNode after) throws SQLException {
        Sql.run(connection, DELETE, product);
        Sql.run(connection, INSERT, product, Members.texts(wanted, "feature"), Members.texts(wanted, "value"));
    }
}
