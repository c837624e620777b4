package atelier.sample;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * The demo catalogue of an empty database. The service imports it into an embedded database, {@code prepare} into any
 * other.
 *
 * @param products the number of invented products; 0 leaves the database empty
 */
public record DemoSettings(@Min(0) @Max(1_000_000) int products) {}
