package atelier.product;

import atelier.http.WholeNumbers;
import jakarta.ws.rs.BadRequestException;

/** The {@code {product_id}} of a path: a positive 32-bit integer. */
public record ProductId(int value) {
    /**
     * Called by Jersey.
     *
     * @throws BadRequestException naming the text, if it is anything but such a number
     */
    public static ProductId fromString(String text) {
        long value = WholeNumbers.parse(text).orElse(0);
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw new BadRequestException("product_id must be a whole number from 1 to " + Integer.MAX_VALUE
                    + ", but was \"" + WholeNumbers.shorten(text) + "\"");
        }
        return new ProductId((int) value);
    }
}
