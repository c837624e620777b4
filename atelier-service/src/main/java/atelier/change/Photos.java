package atelier.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** All photos of a style, in their order. */
record Photos(int style, ArrayNode wanted) implements Change {
    private static final String URL = "url";
    private static final String THUMBNAIL_URL = "thumbnail_url";

    static final Map<String, Rule> RULES = Map.of(URL, Rule.TEXT_OR_NULL, THUMBNAIL_URL, Rule.TEXT_OR_NULL);

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
    public Part part() {
        return Part.STYLES;
    }

    @Override
    public String place() {
        return "/styles/" + style + "/photos";
    }

    @Override
    public ObjectNode before(JsonNode answer) {
        return Members.one(NAME, Members.style(answer, style).get(NAME));
    }

    /** A style without photos is said to have one of nulls, so whoever writes that means none. */
    @Override
    public ObjectNode after(ObjectNode before) {
        ArrayNode said = wanted.deepCopy();
        if (said.isEmpty()) {
            said.addObject().putNull(THUMBNAIL_URL).putNull(URL);
        }
        return Members.one(NAME, said);
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
                    Members.texts(wanted, URL),
                    Members.texts(wanted, THUMBNAIL_URL));
        }
    }
}
