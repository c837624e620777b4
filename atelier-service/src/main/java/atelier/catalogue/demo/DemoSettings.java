package atelier.catalogue.demo;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * What an empty embedded database is filled with.
 *
 * @param products how many products the first start invents; 0 leaves the database empty
 */
public record DemoSettings(@Min(0) @Max(1_000_000) int products) {}
