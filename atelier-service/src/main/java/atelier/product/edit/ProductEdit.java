package atelier.product.edit;

import atelier.write.InvalidFieldsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.NotFoundException;
import java.sql.Connection;
import java.sql.SQLException;

/** Something that is to be changed of a product. */
interface ProductEdit {
    ProductPart part();

    /** Returns where it is, as a path below the product's; empty for the product itself. */
    String place();

    /**
     * Returns, by their names, what it changes, as it is.
     *
     * @param answer the JSON of the part
     * @throws NotFoundException if what is to be changed is not there
     */
    ObjectNode before(JsonNode answer);

    /**
     * Returns the same members as they are to become.
     *
     * @throws NotFoundException if what is to be taken away is not there
     * @throws InvalidFieldsException if there would be too many of them
     */
    ObjectNode after(ObjectNode before);

    /**
     * Writes them into the tables.
     *
     * @throws InvalidFieldsException if they refer to what is not there
     */
    void write(Connection connection, int product, ObjectNode after) throws SQLException;
}
