package atelier.product;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;

/**
 * How products are served.
 *
 * @param campus the value of every product's {@code campus}
 * @param defaultPageSize products on a list page without {@code count}
 * @param largestPageSize the largest {@code count}
 */
public record ProductSettings(
        @NotBlank @Pattern(regexp = "\\P{Cntrl}{1,100}", message = "must be at most 100 characters without line breaks")
        String campus,

        @Min(1) @Max(100_000) int defaultPageSize,
        @Min(1) @Max(100_000) int largestPageSize) {
    @AssertTrue(message = "PAGE_SIZE_DEFAULT must not be larger than PAGE_SIZE_LARGEST")
    public boolean isDefaultPageSizeAllowed() {
        return defaultPageSize <= largestPageSize;
    }

    /** Returns the JSON between the members {@code id} and {@code name} of a product. */
    String campusJson() {
        return ",\"campus\":\"" + new String(JsonStringEncoder.getInstance().quoteAsString(campus)) + "\",";
    }
}
