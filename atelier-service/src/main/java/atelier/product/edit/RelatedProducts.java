package atelier.product.edit;

import atelier.write.InvalidFieldsException;
import atelier.write.JsonMembers;
import atelier.write.RequestBody;
import atelier.write.Sql;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.NotFoundException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The related products of a product, in their order.
 *
 * @param wanted makes the new ones of the old ones
 */
record RelatedProducts(UnaryOperator<ArrayNode> wanted) implements ProductEdit {
    private static final String NAME = "related";

    private static final String UNKNOWN = """
            SELECT number - 1, id
            FROM unnest(?::integer[]) WITH ORDINALITY AS given (id, number)
            WHERE NOT EXISTS (SELECT FROM catalogue.product WHERE product.id = given.id)
            ORDER BY number
            """;

    private static final String DELETE = """
            DELETE FROM catalogue.related WHERE product_id = ?
            """;

    private static final String INSERT = """
            INSERT INTO catalogue.related (product_id, id, position, related_product_id)
            SELECT ?, number, number, id
            FROM unnest(?::integer[]) WITH ORDINALITY AS given (id, number)
            """;

    /** Returns the change to these. */
    static RelatedProducts to(ArrayNode ids) {
        return new RelatedProducts(before -> ids);
    }

    /** Returns the change that adds one at the end. */
    static RelatedProducts with(int id) {
        return new RelatedProducts(before -> {
            if (before.size() >= RequestBody.MOST_ELEMENTS) {
                throw new InvalidFieldsException(Map.of(
                        "product_id",
                        "cannot be added to the " + before.size() + " that there are; the most is "
                                + RequestBody.MOST_ELEMENTS));
            }
            return before.deepCopy().add(id);
        });
    }

    /** Returns the change that takes one away, as often as it is there. */
    static RelatedProducts without(int id) {
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
    public ProductPart part() {
        return ProductPart.RELATED;
    }

    @Override
    public String place() {
        return "/related";
    }

    @Override
    public ObjectNode before(JsonNode answer) {
        return JsonMembers.one(NAME, answer);
    }

    @Override
    public ObjectNode after(ObjectNode before) {
        return JsonMembers.one(NAME, wanted.apply((ArrayNode) before.get(NAME)));
    }

    @Override
    public void write(Connection connection, int product, ObjectNode after) throws SQLException {
        Integer[] ids = JsonMembers.numbers((ArrayNode) after.get(NAME));
        requireProducts(connection, ids);
        Sql.run(connection, DELETE, product);
        Sql.run(connection, INSERT, product, ids);
    }

    private static void requireProducts(Connection connection, Integer[] ids) throws SQLException {
        Map<String, String> faults = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(UNKNOWN)) {
            statement.setArray(1, connection.createArrayOf("integer", ids));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    faults.put(
                            "[" + rows.getLong(1) + "]",
                            "must be a product's id, but there is no product " + rows.getInt(2));
                }
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidFieldsException(faults);
        }
    }
}
