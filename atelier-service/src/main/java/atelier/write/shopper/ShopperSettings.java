package atelier.write.shopper;

import atelier.database.DatabaseSettings;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * What shoppers may write without a token.
 *
 * @param connections how many statements run at once
 * @param burst how many writes one client address may send at once
 * @param rate how many more it may send each second; 0 for any number
 */
public record ShopperSettings(
        @NotNull Switch writes,
        @Min(1) @Max(DatabaseSettings.LARGEST_SHOPPER_POOL) int connections,
        @Min(1) int burst,
        @Min(0) int rate) {
    enum Switch {
        ON,
        OFF
    }

    /** Returns whether shoppers may write. */
    public boolean areOn() {
        return writes == Switch.ON;
    }
}
