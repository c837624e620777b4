package atelier.cart;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * How long carts are kept.
 *
 * @param days how many days a cart is kept after its last change
 */
public record CartSettings(@Min(1) @Max(36_500) int days) {}
