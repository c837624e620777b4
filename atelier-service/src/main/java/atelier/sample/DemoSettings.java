package atelier.sample;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * What an empty database is filled with: an embedded one by the service, any other by {@code prepare}.
 *
 * @param products how many products are invented; 0 leaves the database empty
 */
public record DemoSettings(@Min(0) @Max(1_000_000) int products) {}
