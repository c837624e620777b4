package atelier.shop;

import jakarta.validation.constraints.NotNull;

/**
 * The settings of the shop page.
 *
 * @param page whether the service serves the page
 */
public record ShopSettings(@NotNull Switch page) {
    enum Switch {
        ON,
        OFF
    }

    public boolean isServed() {
        return page == Switch.ON;
    }
}
