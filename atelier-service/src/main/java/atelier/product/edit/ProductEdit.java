package atelier.product.edit;

import atelier.product.ProductDocument;
import atelier.write.InvalidFieldsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.NotFoundException;

/** One kind of edit of a product, with the values that a request wants. */
interface ProductEdit {
    /** Returns which response of the product it changes. {@code If-Match} holds the ETag of that. */
    ProductDocument.Part part();

    /** Returns the path of the edited thing below the product's path; empty for the product itself. */
    String path();

    /**
     * Returns the members that the edit changes, with their present values.
     *
     * @param response the JSON of the edited response
     * @throws NotFoundException if the product has no such thing
     */
    ObjectNode before(JsonNode response);

    /**
     * Returns the same members with their new values.
     *
     * @throws NotFoundException if a value to be removed is not there
     * @throws InvalidFieldsException if there would be too many values
     */
    ObjectNode after(ObjectNode before);

    /**
     * Writes the new values to the tables.
     *
     * @throws InvalidFieldsException if a value refers to an unknown product
     */
    void write(ProductRowsDao rows, int product, ObjectNode after);
}
