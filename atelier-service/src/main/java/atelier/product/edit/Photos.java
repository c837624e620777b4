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

/** All photos of a style, in their order. */
record Photos(int style, ArrayNode wanted) implements ProductEdit {
    private static final String URL = "url";
    private static final String THUMBNAIL_URL = "thumbnail_url";

    static final Map<String, FieldRule> RULES =
            Map.of(URL, FieldRule.TEXT_OR_NULL, THUMBNAIL_URL, FieldRule.TEXT_OR_NULL);

    private static final String NAME = "photos";

    private static final String DELETE = """
            DELETE FROM catalogue.photo WHERE product_id = ? AND style_id = ?
            """;

    private static final String INSERT = """
            INSERT INTO catalogue.photo (product_id, style_id, id, position, url, thumbnail_url)
            SELECT ?, ?, number, number, url, thumbnail_url
            FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS given (url, thumbnail_url, number)
            """;

    @Override
    public ProductPart part() {
        return ProductPart.STYLES;
    }

    @Override
    public String place() {
        return "/styles/" + style + "/photos";
    }

    @Override
    public ObjectNode before(JsonNode answer) {
        return JsonMembers.one(NAME, JsonMembers.style(answer, style).get(NAME));
    }

    /** A style without photos is said to have one of nulls, so whoever writes that means none. */
    @Override
    public ObjectNode after(ObjectNode before) {
        ArrayNode said = wanted.deepCopy();
        if (said.isEmpty()) {
            said.addObject().putNull(THUMBNAIL_URL).putNull(URL);
        }
        return JsonMembers.one(NAME, said);
    }

    @Override
    public void write(Connection connection, int product, ObjectNode after) throws SQLException {
        Sql.run(connection, DELETE, product, style);
        boolean none = wanted.size() == 1
                && wanted.get(0).get(URL).isNull()
                && wanted.get(0).get(THUMBNAIL_URL).isNull();
        if (!none) {
            Sql.run(
                    connection,
                    INSERT,
                    product,
                    style,
                    JsonMembers.texts(wanted, URL),
                    JsonMembers.texts(wanted, THUMBNAIL_URL));
        }
    }
}
