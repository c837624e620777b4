package atelier.product;

import atelier.http.WholeNumbers;
import jakarta.ws.rs.BadRequestException;

/** The {@code {product_id}} in the path of an edit: a positive 32-bit integer. */
public record ProductId(int value) {
    /**
     * Parses the path segment for Jersey.
     *
     * @throws BadRequestException naming the text, if it is not such a number
     */
    public static ProductId fromString(String text) {
        return new ProductId((int) WholeNumbers.parameter("product_id", text, 0, Integer.MAX_VALUE));
    }
}
