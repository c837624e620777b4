package atelier.product;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

/**
 * How products are listed.
 *
 * @param campus what every product says in {@code campus}
 * @param defaultPageSize products on a list page whose {@code count} is not given
 * @param largestPageSize the most products that {@code count} may ask for
 */
public record ProductSettings(
        @NotBlank String campus,
        @Min(1) @Max(100_000) int defaultPageSize,
        @Min(1) @Max(100_000) int largestPageSize) {
    @AssertTrue(message = "is larger than largestPageSize")
    public boolean isDefaultPageSizeAllowed() {
        return defaultPageSize <= largestPageSize;
    }
}
