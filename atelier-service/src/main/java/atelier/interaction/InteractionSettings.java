package atelier.interaction;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * How long interactions are kept.
 *
 * @param days how many days; 0 keeps none
 */
public record InteractionSettings(@Min(0) @Max(36_500) int days) {
    boolean areKept() {
        return days > 0;
    }
}
