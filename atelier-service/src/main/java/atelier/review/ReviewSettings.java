package atelier.review;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * How reviews are served.
 *
 * @param largestPageSize the most reviews of a response, whatever its {@code count}
 */
public record ReviewSettings(@Min(1) @Max(100_000) int largestPageSize) {}
